import { XmlAttribute, XmlDocument, XmlElement, type XmlNode, XmlParseError } from 'libxml2-wasm';
import type { Finding, Position, Severity } from '../../text/finding.ts';
import { problem } from '../../text/finding.ts';
import { elementPositions } from './positions.ts';

/** Parses a written document for the rules of the XML formats, through an independent parser. */

/** Fields of every rule. */
export interface RuleHead {
  readonly id: string;
  readonly severity: Severity;
  /** Specification and section of the rule. */
  readonly reference: string;
  /** The fault and its remedy in one sentence. */
  readonly message: string;
}

/** A rule as an XPath that finds violations. */
export interface XmlRule extends RuleHead {
  /** Finds the elements or attributes at fault; `unless`, where present, is applied to the element's text. */
  readonly faults: string;
  /** Nodes whose text matches are not at fault. */
  readonly unless?: (text: string) => boolean;
}

/** A rule that XPath cannot express. */
export interface XmlCheck extends RuleHead {
  /** @returns the nodes at fault, with a message of their own where the rule's is too general */
  readonly faultsIn: (xml: ReadXml) => readonly (XmlNode | readonly [node: XmlNode, message: string])[];
}

/** A parsed document, valid while its rules are checked. */
export interface ReadXml {
  find(xpath: string, from?: XmlNode): XmlNode[];
}

/**
 * Checks a document against rules.
 * @param rules checked in order
 * @param namespaces prefixes used by the rules
 * @returns violations with line and column; a single finding if the document is not well-formed
 */
export function checkXml(
  document: string,
  rules: readonly (XmlRule | XmlCheck)[],
  namespaces: Record<string, string>,
): Finding[] {
  try {
    using parsed = XmlDocument.fromString(document);
    const xml: ReadXml = { find: (xpath, from) => (from ?? parsed).find(xpath, namespaces) };
    const found = rules.flatMap((rule) => faultsOf(rule, xml).map((fault) => [rule, fault] as const));
    if (found.length === 0) return [];
    const positions = elementPositions(document);
    return found.map(([{ id, severity, reference, message }, fault]) => {
      const [node, words] = 'length' in fault ? fault : [fault, message];
      return { rule: id, severity, reference, message: words, ...placeOf(node, positions) };
    });
  } catch (error) {
    if (!(error instanceof XmlParseError)) throw error;
    return error.details.map(({ message, line, col }) =>
      problem('xml/well-formed', message.trim(), { line, column: col, reference: 'XML 1.0' }),
    );
  }
}

function faultsOf(rule: XmlRule | XmlCheck, xml: ReadXml): readonly (XmlNode | readonly [XmlNode, string])[] {
  if ('faultsIn' in rule) return rule.faultsIn(xml);
  return xml.find(rule.faults).filter((node) => rule.unless?.(node.content) !== true);
}

/** Returns the element's index in document order. */
function placeOf(node: XmlNode, positions: readonly Position[]): Partial<Position> {
  const element = node instanceof XmlElement ? node : node instanceof XmlAttribute ? node.parent : node.parent;
  const before = element?.eval('count(preceding::*) + count(ancestor::*)');
  return typeof before === 'number' ? (positions[before] ?? {}) : {};
}

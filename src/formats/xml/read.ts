import { XmlAttribute, XmlDocument, XmlElement, type XmlNode, XmlParseError } from 'libxml2-wasm';
import type { Finding, Position, Severity } from '../../text/finding.ts';
import { problem } from '../../text/finding.ts';
import { elementPositions } from './positions.ts';

/** Reads back what was written: for the rules of the XML formats, through a parser that is not ours. */

/** What every rule says of itself. */
export interface RuleHead {
  readonly id: string;
  readonly severity: Severity;
  /** Where the rule comes from: specification and section. */
  readonly reference: string;
  /** What is wrong, in one sentence that says how to mend it. */
  readonly message: string;
}

/** One rule as an XPath that finds what breaks it. */
export interface XmlRule extends RuleHead {
  /** Finds the elements or attributes at fault; an element's text is judged by `unless`, where there is one. */
  readonly faults: string;
  /** A node whose text passes is not at fault. */
  readonly unless?: (text: string) => boolean;
}

/** One rule that no XPath can say. */
export interface XmlCheck extends RuleHead {
  /** @returns the nodes at fault, with another sentence where the rule's own does not say enough */
  readonly faultsIn: (xml: ReadXml) => readonly (XmlNode | readonly [node: XmlNode, message: string])[];
}

/** A document that was read, for as long as its rules are checked. */
export interface ReadXml {
  find(xpath: string, from?: XmlNode): XmlNode[];
}

/**
 * Runs rules over a document.
 * @param rules checked in order
 * @param namespaces the prefixes that the rules use
 * @returns what breaks them, with line and column; one finding if it is not well-formed
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

/** The element's place in the document: the n-th one that begins. */
function placeOf(node: XmlNode, positions: readonly Position[]): Partial<Position> {
  const element = node instanceof XmlElement ? node : node instanceof XmlAttribute ? node.parent : node.parent;
  const before = element?.eval('count(preceding::*) + count(ancestor::*)');
  return typeof before === 'number' ? (positions[before] ?? {}) : {};
}

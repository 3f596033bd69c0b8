import { XmlDocument, XmlElement, XmlParseError } from 'libxml2-wasm';
import type { Finding, Severity } from '../../text/finding.ts';
import { problem } from '../../text/finding.ts';

/** Reads back what was written: for the rules of the XML formats, through a parser that is not ours. */

/** One rule as an XPath that finds what breaks it. */
export interface XmlRule {
  readonly id: string;
  readonly severity: Severity;
  readonly reference: string;
  readonly message: string;
  /** Finds the elements or attributes at fault; an element's text is judged by `unless`, where there is one. */
  readonly faults: string;
  /** A node whose text passes is not at fault. */
  readonly unless?: (text: string) => boolean;
}

/**
 * Runs rules over a document.
 * @param rules checked in order
 * @param namespaces the prefixes that the rules use
 * @returns what breaks them, with lines; one finding if it is not well-formed
 */
export function checkXml(document: string, rules: readonly XmlRule[], namespaces: Record<string, string>): Finding[] {
  try {
    using parsed = XmlDocument.fromString(document);
    return rules.flatMap((rule) => faultsIn(parsed, rule, namespaces));
  } catch (error) {
    if (!(error instanceof XmlParseError)) throw error;
    return error.details.map(({ message, line, col }) =>
      problem('xml/well-formed', message.trim(), { line, column: col, reference: 'XML 1.0' }),
    );
  }
}

function faultsIn(document: XmlDocument, rule: XmlRule, namespaces: Record<string, string>): Finding[] {
  const { id, severity, reference, message, faults, unless } = rule;
  return document.find(faults, namespaces).flatMap((node) => {
    if (unless?.(node.content)) return [];
    const line = node instanceof XmlElement ? node.line : node.parent?.line;
    return [{ rule: id, severity, reference, message, ...(line === undefined ? {} : { line, column: 1 }) }];
  });
}

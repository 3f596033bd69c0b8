import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Vocabulary {
  readonly types: Record<string, { p?: string[] }>;
  readonly props: Record<string, { d?: string[]; r?: string[] }>;
  readonly members: Record<string, string[]>;
}

/** A node of JSON-LD. */
export type Json = Record<string, unknown>;

/** Data types that are texts. */
const TEXTS = ['Text', 'URL', 'Duration', 'CssSelectorType', 'XPathType'];

const typesOf = (node: Json): string[] => (node['@type'] === undefined ? [] : [node['@type']].flat().map(String));

const DATE_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * Returns the errors of nodes by the vocabulary of schema.org: unknown types and properties, domains and ranges that
 * do not fit.
 */
export function vocabularyGate(reference: string) {
  const vocabulary: Vocabulary = JSON.parse(
    readFileSync(join(reference, 'schemas/schema-org/schemaorg-30.0.json'), 'utf8'),
  );

  const ancestors = (type: string): string[] => [type, ...(vocabulary.types[type]?.p ?? []).flatMap(ancestors)];

  function faults(node: Json, path: string): string[] {
    const types = typesOf(node);
    if (types.length === 0) return Object.keys(node).join() === '@id' ? [] : [`${path}: no type`];
    const unknown = types.filter((type) => vocabulary.types[type] === undefined);
    if (unknown.length > 0) return [`${path}: unknown type ${unknown}`];
    return Object.entries(node)
      .filter(([name]) => !name.startsWith('@'))
      .flatMap(([name, value]) => {
        const property = vocabulary.props[name];
        if (property === undefined) return [`${path}.${name}: unknown property`];
        const inDomain = (property.d ?? []).some((domain) => types.flatMap(ancestors).includes(domain));
        if (!inDomain) return [`${path}.${name}: not for ${types}`];
        return [value]
          .flat()
          .flatMap((item, index) => valueFaults(item, property.r ?? [], `${path}.${name}[${index}]`));
      });
  }

  function valueFaults(value: unknown, range: string[], path: string): string[] {
    if (typeof value === 'object' && value !== null) {
      const types = typesOf(value as Json);
      const fits = types.length === 0 || range.some((wanted) => types.flatMap(ancestors).includes(wanted));
      return [...(fits ? [] : [`${path}: ${types} is not one of ${range}`]), ...faults(value as Json, path)];
    }
    if (typeof value === 'boolean') return range.includes('Boolean') ? [] : [`${path}: no Boolean here`];
    if (typeof value === 'number') {
      const numeric = ['Number', 'Integer', 'Distance', 'QuantitativeValue'].some((wanted) => range.includes(wanted));
      return numeric ? [] : [`${path}: no number here`];
    }
    const text = String(value);
    if (TEXTS.some((wanted) => range.includes(wanted))) return [];
    if (range.includes('Date') || range.includes('DateTime')) return DATE_TIME.test(text) ? [] : [`${path}: no date`];
    const member = vocabulary.members[text.replace('https://schema.org/', '')];
    return member?.some((enumeration) => range.includes(enumeration)) || range.includes('Number')
      ? []
      : [`${path}: ${text} is not one of ${range}`];
  }

  const graphFaults = (document: Json): string[] =>
    (document['@graph'] as Json[]).flatMap((node, index) => faults(node, `@graph[${index}]`));
  return { vocabulary, faults, graphFaults };
}

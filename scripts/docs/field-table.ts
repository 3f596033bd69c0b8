/** The part of JSON Schema (2020-12) that the tables need. */
export interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | boolean;
}

/** A field with its path, such as `media[].alt`. */
export interface Field {
  readonly path: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
}

/** Lists the fields of an object schema with those of its objects and lists, in order of declaration. */
export function fieldsOf({ properties = {}, required = [] }: JsonSchema, prefix = ''): Field[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = `${prefix}${name}`;
    return [{ path, schema, isRequired: required.includes(name) }, ...nestedFieldsOf(schema, path)];
  });
}

function nestedFieldsOf(schema: JsonSchema, path: string): Field[] {
  if (schema.properties !== undefined) return fieldsOf(schema, `${path}.`);
  if (schema.items !== undefined) return nestedFieldsOf(schema.items, `${path}[]`);
  const fields = (schema.anyOf ?? []).flatMap((one) => nestedFieldsOf(one, path));
  return fields.filter((field, index) => fields.findIndex((other) => other.path === field.path) === index);
}

/** Writes the fields as a Markdown table. */
export function fieldTable(schema: JsonSchema): string {
  const rows = fieldsOf(schema).map(({ path, schema: field, isRequired }) =>
    [`\`${path}\``, typeOf(field), presenceOf(field, isRequired), field.description ?? ''].map(escaped).join(' | '),
  );
  return [
    '| field | type | default | description |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

function typeOf(schema: JsonSchema): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeOf))].join(' or ');
  if (schema.items !== undefined) return `list of ${plural(typeOf(schema.items))}`;
  if (schema.type === 'object' && schema.properties === undefined) return 'values by key';
  if (schema.format === 'uri') return 'address';
  return schema.type ?? 'any';
}

function plural(type: string): string {
  return /^[a-z]+$/.test(type) ? `${type}${type.endsWith('s') ? 'es' : 's'}` : type;
}

function presenceOf({ default: value }: JsonSchema, isRequired: boolean): string {
  if (isRequired) return '**required**';
  const isEmpty =
    value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  return isEmpty ? '' : `\`${JSON.stringify(value)}\``;
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

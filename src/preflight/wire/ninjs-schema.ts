import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { problem } from '../../text/finding.ts';
import type { SchemaCheck } from './newsml-g2-schema.ts';

/** Versions with an available schema. */
const VERSIONS = ['3.2', '2.3', '2.1'];

/** True if the schemas are available: an older `npm run reference` did not fetch them. */
export function hasNinjsSchema(reference: string): boolean {
  return existsSync(join(reference, 'schemas/ninjs/ninjs-schema_3.2.json'));
}

/**
 * Loads IPTC's own JSON Schemas of ninjs, selected by the document's `standard.version` (3.2 if absent). A dialect
 * without a schema is not validated.
 * @param reference folder that contains `schemas/`
 */
export function ninjsSchema(reference: string): SchemaCheck {
  const folder = join(reference, 'schemas/ninjs');
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(read('GeoJSON-schema.json'), 'https://geojson.org/schema/GeoJSON.json');
  const compiled = new Map<string, ValidateFunction>();
  for (const version of VERSIONS) compiled.set(version, ajv.compile(read(`ninjs-schema_${version}.json`)));
  return (document) => {
    const data: { standard?: { version?: string }; guid?: string } = JSON.parse(document);
    if (data.standard === undefined && data.guid !== undefined) return [];
    const version = data.standard?.version ?? '3.2';
    const validate = compiled.get(version);
    if (validate === undefined || validate(data)) return [];
    return (validate.errors ?? []).map(({ instancePath, message = '', params }) =>
      problem('ninjs/schema', `${message} (${JSON.stringify(params)})`, {
        path: instancePath === '' ? '/' : instancePath,
        reference: `ninjs ${version}, JSON Schema`,
      }),
    );
  };
}

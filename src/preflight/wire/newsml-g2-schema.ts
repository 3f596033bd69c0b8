import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlDocument, XmlParseError, XmlValidateError, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { defined } from '../../text/defined.ts';
import { type Finding, problem } from '../../text/finding.ts';

/** Returns schema violations with lines. */
export type SchemaCheck = (document: string) => readonly Finding[];

let registered = false;

/**
 * Loads IPTC's own XML Schema of NewsML-G2 2.35, with those of NITF and ODRL that it refers to.
 * @param reference folder that contains `schemas/`
 */
export function newsmlG2Schema(reference: string): SchemaCheck {
  return xmlSchema(
    join(reference, 'schemas/newsml-g2/newsml-g2-all.xsd'),
    'newsml-g2/xsd',
    'NewsML-G2 2.35, XML Schema',
  );
}

/** Loads an XML Schema from a file, with the included ones beside it. */
export function xmlSchema(file: string, rule: string, reference: string): SchemaCheck {
  registered = registered || xmlRegisterFsInputProviders();
  using schema = XmlDocument.fromBuffer(readFileSync(file), { url: file });
  const validator = XsdValidator.fromDoc(schema);
  return (document) => {
    try {
      using parsed = XmlDocument.fromString(document);
      validator.validate(parsed);
      return [];
    } catch (error) {
      if (!(error instanceof XmlValidateError) && !(error instanceof XmlParseError)) throw error;
      return error.details.map(({ message, line, xpath }) =>
        problem(rule, message.trim(), defined({ line, column: 1, reference, path: xpath })),
      );
    }
  };
}

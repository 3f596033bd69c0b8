import { expect, test } from 'vitest';
import { AGENCY_FORMATS } from '../../src/intake/agency-json/index.ts';
import { RECEIVED_FORMATS } from '../../src/intake/received-formats.ts';
import { XML_FORMATS } from '../../src/intake/wire-format.ts';
import { PROTOCOLS } from '../../src/intake/wire-text/protocol.ts';

test('every reader is in the table of the documentation, and nothing else', () => {
  const readers = [...XML_FORMATS, 'ninjs', ...AGENCY_FORMATS.map(({ name }) => name), ...PROTOCOLS, 'plain copy'];
  expect(RECEIVED_FORMATS.map(({ name }) => name).toSorted()).toEqual(readers.toSorted());
});

import { XmlDocument, XmlElement } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import { textElement, xml } from '../../src/formats/xml/element.ts';
import { writeXml, writeXmlFragment } from '../../src/formats/xml/write.ts';
import { cleanText } from '../../src/text/clean.ts';
import { HOSTILE } from '../support/hostile.ts';

/** Every defect of xmlbuilder2 4.0 that is known: what comes out of the guarded writer is right all the same. */
describe('text and attributes come back as they went in', () => {
  test.each(HOSTILE.map((text) => [JSON.stringify(text), text] as const))('%s', (_, text) => {
    const document = writeXml(xml('a', { b: text }, text));
    using parsed = XmlDocument.fromString(document);
    expect(parsed.root.content).toBe(cleanText(text));
    expect(parsed.root instanceof XmlElement && parsed.root.attr('b')?.content).toBe(cleanText(text));
  });
});

test('what looks like an entity is text', () => {
  expect(writeXmlFragment(xml('a', {}, '&lt;script&gt; &#65; &amp;amp;'))).toBe(
    '<a>&amp;lt;script&amp;gt; &amp;#65; &amp;amp;amp;</a>',
  );
});

test('prefixes and namespaces are written as given', () => {
  expect(writeXmlFragment(xml('dc:creator', {}, 'x'))).toBe('<dc:creator>x</dc:creator>');
  expect(writeXml(xml('a', { xmlns: 'urn:a' }, [xml('b', { xmlns: 'urn:b' }, [xml('c')])]))).toContain(
    '<b xmlns="urn:b">',
  );
});

test('elements are laid out, running text is not', () => {
  expect(writeXmlFragment(xml('a', {}, [xml('b', {}, 'x'), xml('c')]))).toBe('<a>\n  <b>x</b>\n  <c/>\n</a>');
  expect(writeXmlFragment({ ...xml('p', {}, [xml('b', {}, 'x'), xml('i', {}, 'y')]), verbatim: true })).toBe(
    '<p><b>x</b><i>y</i></p>',
  );
});

test('nothing to say, no element', () => {
  expect(textElement('a', undefined)).toBeUndefined();
  expect(textElement('a', '')).toBeUndefined();
});

import { expect, test } from 'vitest';
import { readBody, writeBody } from '../../src/text/html-tree.ts';

const LINKS = '<p><a href="#x">x</a> <a href=" #y">y</a></p>';

/** Ids of the text behind the links, and the ids to which the links lead. */
function anchors(html: string): { body: string; links: (string | undefined)[] } {
  const written = writeBody(readBody(`${LINKS}${html}`));
  const links = [...written.matchAll(/<a href="#([^"]*)">[xy]<\/a>/g)].map(([, id]) => id);
  return { body: written.slice(written.indexOf('</p>') + 4), links };
}

test.each([
  ['<h2 id="x">X</h2><h3 id="y">Y</h3>', '<h2 id="user-content-x">X</h2><h3 id="user-content-y">Y</h3>'],
  ['<a name="x"></a><a name="y"></a><p>T</p>', '<p id="user-content-x">T</p>'],
  ['<a name="x"></a><p>T<a name="y"></a></p>', '<p id="user-content-x">T</p>'],
  ['<p id="x">T<a name="y"></a></p>', '<p id="user-content-x">T</p>'],
  ['<p>T</p><a name="x"></a><a id="y"></a>', '<p id="user-content-x">T</p>'],
  ['<a name="x"></a><a name="y"></a><script>1</script><p>T</p>', '<p id="user-content-x">T</p>'],
  ['<center id="x"><p id="y">T</p></center>', '<p id="user-content-y">T</p>'],
  [
    '<h2 id="x"><a name="x">H</a></h2><p id="y">T</p>',
    '<h2 id="user-content-x"><a>H</a></h2><p id="user-content-y">T</p>',
  ],
  [
    '<p><a name="x"></a>Long text and <em>far</em> end</p><p id="y">T</p>',
    '<p id="user-content-x">Long text and <em>far</em> end</p><p id="user-content-y">T</p>',
  ],
])('every link leads to an id that exists once: %s', (html, wanted) => {
  const { body, links } = anchors(html);
  expect(body).toBe(wanted);
  expect(links).toHaveLength(2);
  for (const id of links) expect(body.split(`id="${id}"`)).toHaveLength(2);
});

test('ids with other characters, and ids to which nothing links, go', () => {
  expect(anchors('<h2 id="é">E</h2><h2 id="z">Z</h2>').body).toBe('<h2>E</h2><h2>Z</h2>');
});

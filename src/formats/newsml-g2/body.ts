import type { Story } from '../../article/view.ts';
import type { Body } from '../../text/html-tree.ts';
import { plainText } from '../../text/plain-text.ts';
import { characterCount, wordCount } from '../../text/projections.ts';
import { type XmlElement, xml } from '../xml/element.ts';
import type { G2Context } from './item.ts';
import { nitfNotice, nitfStory } from './nitf.ts';
import { xhtmlDocument } from './xhtml.ts';

const XHTML_TYPE = 'application/xhtml+xml';
const NITF_TYPE = 'application/nitf+xml';

/**
 * Returns the `contentSet` of a story: one rendition in the form that the profile requires, with the counts of its
 * text.
 */
export function storyContent(story: Story, context: G2Context): XmlElement {
  const { profile, addresses } = context;
  const { language, headline, body, slug } = story;
  if (profile.body === 'nitf') return contentSet(nitfStory(story, context), { type: NITF_TYPE, body, language });
  const shown = profile.body === 'xhtml' ? body : paragraphs(body);
  const html = xhtmlDocument(headline, shown, { language, base: addresses.article(slug) });
  return contentSet(html, { type: XHTML_TYPE, body, language });
}

/** Returns the `contentSet` of a recall: some receivers drop the whole message without one. */
export function noticeContent(
  title: string,
  body: Body,
  { profile, addresses, language }: G2Context & { readonly language: string },
): XmlElement {
  const base = addresses.home;
  if (profile.body === 'nitf') return contentSet(nitfNotice(title, body, base), { type: NITF_TYPE, body, language });
  return contentSet(xhtmlDocument(title, body, { language, base }), { type: XHTML_TYPE, body, language });
}

/** Returns the text by paragraphs without markup, which every parser reads completely. */
function paragraphs(body: Body): Body {
  const texts = plainText(body)
    .split(/\n{2,}/)
    .filter((text) => text.trim() !== '');
  return {
    type: 'root',
    children: texts.map((value) => ({
      type: 'element',
      tagName: 'p',
      properties: {},
      children: [{ type: 'text', value: value.replaceAll('\n', ' ') }],
    })),
  };
}

function contentSet(
  content: XmlElement,
  { type, body, language }: { type: string; body: Body; language: string },
): XmlElement {
  const text = plainText(body);
  const counts = { charcount: characterCount(text), wordcount: wordCount(text, language) };
  return xml('contentSet', {}, [xml('inlineXML', { contenttype: type, 'xml:lang': language, ...counts }, [content])]);
}

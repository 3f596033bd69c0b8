/** A format that is received, as the documentation describes it. */
export interface ReceivedFormat {
  /** Name in the list of readers. */
  readonly name: string;
  readonly recognizedBy: string;
  /** Deviations that are read, each with a warning where the text may be affected. */
  readonly tolerates: string;
  readonly refuses: string;
}

/** Every format that is received. A test compares the names with those of the readers. */
export const RECEIVED_FORMATS: readonly ReceivedFormat[] = [
  {
    name: 'NewsML-G2',
    recognizedBy: 'the root `newsItem`, `packageItem` or `newsMessage`',
    tolerates:
      'versions before 2.35, aliases that no catalog declares, missing namespaces, wrong media types, dates without zone',
    refuses: 'items without guid or provider, an unknown status, tables of results and other content that is no story',
  },
  {
    name: 'NewsML 1',
    recognizedBy: 'the root `NewsML`',
    tolerates:
      'text as NITF, XHTML, HTML in a CDATA section, base64 or plain text; missing revision or public identifier',
    refuses: 'items that change parts of another one (`Update`), an unknown status',
  },
  {
    name: 'NITF',
    recognizedBy: 'the root `nitf`',
    tolerates:
      'any version, dates in the basic form, empty fields, Subject Codes without an equal topic (the nearest broader one)',
    refuses: 'documents without id or provider: `--id-from filename` and `--provider` state them',
  },
  {
    name: 'RSS',
    recognizedBy: 'the root `rss` or `RDF`',
    tolerates:
      'dates in many spellings, markup in titles, prefixes that are not declared, authors in any usual form, exports of WordPress',
    refuses: 'nothing of a valid item; drafts, private and protected posts of WordPress are left out',
  },
  {
    name: 'Atom',
    recognizedBy: 'the root `feed` or `entry`',
    tolerates: 'Atom 0.3, relative links, empty categories, content elsewhere (the summary is used)',
    refuses: 'entries without an id',
  },
  {
    name: 'ninjs',
    recognizedBy: 'JSON with `standard.name` "ninjs", or with `uri` or `guid`',
    tolerates: 'versions 1.x to 3.x, the dialect of Superdesk, versions as numbers, names in any case',
    refuses: 'objects that are neither text, picture, film nor sound; an unknown status',
  },
  {
    name: 'AP Media API JSON',
    recognizedBy: 'JSON with `api_version` and `data.item` or `data.items`',
    tolerates: 'the NITF document inside of it, or beside it in the same folder',
    refuses: 'texts whose NITF document is not there',
  },
  {
    name: 'dpa digitalwires JSON',
    recognizedBy: 'JSON with `urn` and `article_html`, or `entries` of them',
    tolerates: 'categories without a name (they are codes, and left out)',
    refuses: 'an unknown status',
  },
  {
    name: 'Reuters Connect JSON',
    recognizedBy: 'JSON with `data.item.headLine`, or `data.search.items` of them',
    tolerates: 'versions in the id alone',
    refuses: 'an unknown status',
  },
  {
    name: 'Ghost export',
    recognizedBy: 'JSON with `db[0].data.posts`',
    tolerates: 'addresses without a site: `--provider https://…` states it',
    refuses: 'nothing; drafts, pages and posts for members are left out',
  },
  {
    name: 'IPTC 7901',
    recognizedBy: 'a header such as `abc0123 3 i 51`, with or without control characters',
    tolerates: 'a headline on several lines, a missing keyword line or end',
    refuses: 'copy without a text',
  },
  {
    name: 'ANPA 1312',
    recognizedBy: 'a header such as `t1234r wb cBC-Slug 11-26 0100`, or lines of the form `^Headline<`',
    tolerates: 'missing control characters, `_` as a dash, doubled quotes',
    refuses: 'copy without a text',
  },
  {
    name: 'ZCZC … NNNN',
    recognizedBy: 'a line that begins with `ZCZC`',
    tolerates: 'a missing end, a line of codes below the start',
    refuses: 'copy without a text',
  },
  {
    name: 'plain copy',
    recognizedBy: 'any other text',
    tolerates: 'hard line breaks, copy without empty lines, encodings that can be detected without doubt',
    refuses: 'control characters of unknown protocols, JSON and XML, encodings in doubt',
  },
];

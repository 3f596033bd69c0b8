import { DATA_MINING, type DataMining, type Rights } from '../../article/rights.ts';
import { canonicalLanguage } from '../../text/language.ts';
import { httpUrl } from '../../text/url.ts';
import { childOf, childrenOf, lineOf, textOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import type { Schemes } from './schemes.ts';

type Said = NonNullable<Rights['translations']>[string];

/** Reads `rightsInfo`; absent fields stay absent. */
export function rightsOf(item: SourceElement, schemes: Schemes): Partial<Rights> | undefined {
  const info = childOf(item, 'rightsInfo');
  if (info === undefined) return undefined;
  const holder = childOf(info, 'copyrightHolder');
  const name =
    holder && (lineOf(childOf(holder, 'name')) ?? holder.attributes.literal ?? schemes.concept(holder)?.code);
  const [notice, ...otherNotices] = childrenOf(info, 'copyrightNotice').filter((one) => lineOf(one) !== undefined);
  const [terms, ...otherTerms] = childrenOf(info, 'usageTerms').filter((one) => lineOf(one) !== undefined);
  const translations: Record<string, Said> = {};
  const translate = (rows: readonly SourceElement[], field: keyof Said): void => {
    for (const row of rows) {
      const language = canonicalLanguage(row.attributes['xml:lang'] ?? '');
      if (language !== undefined)
        translations[language] = {
          ...translations[language],
          [field]: lineOf(row)?.slice(0, field === 'notice' ? 500 : 4000),
        };
    }
  };
  translate(otherNotices, 'notice');
  translate(otherTerms, 'usageTerms');
  const holderUrl = httpUrl(holder?.attributes.uri ?? '');
  const fields = {
    holder: name?.trim().slice(0, 300),
    holderUrl,
    notice: lineOf(notice)?.slice(0, 500),
    usageTerms: terms === undefined ? undefined : textOf(terms).trim().slice(0, 4000),
    translations: Object.keys(translations).length === 0 ? undefined : translations,
    licence: linkOf(info, /^(?!how to)/i),
    acquire: linkOf(info, /^how to/i),
    dataMining: dataMiningOf(childOf(info, 'dataMining'), schemes),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
}

function linkOf(info: SourceElement, title: RegExp): string | undefined {
  const link = childrenOf(info, 'link').find((one) => title.test(lineOf(childOf(one, 'title')) ?? ''));
  return link && httpUrl(link.attributes.href ?? '');
}

function dataMiningOf(element: SourceElement | undefined, schemes: Schemes): DataMining | undefined {
  const code = element && schemes.concept(element)?.code;
  const found = Object.entries(DATA_MINING).find(([, value]) => value === code);
  return found?.[0] as DataMining | undefined;
}

import { schemeUri } from '../../vocabulary/iptc-catalog.ts';
import type { Report } from '../report.ts';
import { childrenOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';

/** A concept that an attribute refers to: by scheme and code, or by URI. */
export interface NamedConcept {
  /** Such as `http://cv.iptc.org/newscodes/mediatopic/`; `undefined` where the alias is not declared. */
  readonly scheme: string | undefined;
  readonly code: string;
  /** The full URI, if known. */
  readonly uri: string | undefined;
  readonly alias: string | undefined;
}

/** Resolves the QCodes of one item. */
export class Schemes {
  readonly #own: ReadonlyMap<string, string>;
  readonly #report: Report;
  readonly #file: string;
  readonly #unknown = new Set<string>();

  /**
   * @param item its own catalogs apply; IPTC's catalog is built in, catalogs at other addresses are not fetched
   * @param report receives a warning for each undeclared alias
   */
  constructor(item: SourceElement, report: Report, file: string) {
    const rows = childrenOf(item, 'catalog').flatMap((catalog) => childrenOf(catalog, 'scheme'));
    this.#own = new Map(rows.map(({ attributes }) => [attributes.alias ?? '', attributes.uri ?? '']));
    this.#report = report;
    this.#file = file;
  }

  /**
   * Resolves `qcode`, `uri` or `literal` of an element, or another attribute and its twin such as `role` and `roleuri`.
   */
  concept(element: SourceElement, attribute = 'qcode'): NamedConcept | undefined {
    const { attributes } = element;
    const qcode = attributes[attribute]?.trim().split(/\s+/)[0];
    const uri = attributes[attribute === 'qcode' ? 'uri' : `${attribute}uri`];
    if (qcode !== undefined && qcode !== '') return this.#resolved(qcode, element);
    if (uri === undefined || uri === '') return undefined;
    const cut = Math.max(uri.lastIndexOf('/'), uri.lastIndexOf('#')) + 1;
    return { scheme: uri.slice(0, cut), code: uri.slice(cut), uri, alias: undefined };
  }

  #resolved(qcode: string, { line, column }: SourceElement): NamedConcept {
    const colon = qcode.indexOf(':');
    const [alias, code] = colon < 0 ? ['', qcode] : [qcode.slice(0, colon), qcode.slice(colon + 1)];
    const scheme = this.#own.get(alias) ?? schemeUri(alias);
    if (scheme === undefined && !this.#unknown.has(alias)) {
      this.#unknown.add(alias);
      const message =
        colon < 0
          ? `"${qcode}" is not a QCode: it has no alias and no colon.`
          : `The alias "${alias}" is not declared in any known catalog: its codes were read as text.`;
      this.#report.warn('newsml-g2/alias', message, { file: this.#file, line, column });
    }
    return { scheme, code, alias, uri: scheme === undefined ? undefined : scheme + code };
  }

  /** Returns the code of an attribute if it belongs to this IPTC scheme; undeclared aliases are compared by name. */
  codeOf(element: SourceElement, scheme: string, attribute = 'qcode'): string | undefined {
    const named = this.concept(element, attribute);
    if (named === undefined) return undefined;
    if (named.scheme === undefined) return named.alias === scheme ? named.code : undefined;
    return named.scheme === (schemeUri(scheme) ?? scheme) ? named.code : undefined;
  }

  /** Returns the code of an attribute if it belongs to one of Dateline's own schemes, of any publication. */
  ownCodeOf(element: SourceElement, path: string, attribute = 'qcode'): string | undefined {
    const named = this.concept(element, attribute);
    return named?.scheme?.endsWith(`/cv/${path}/`) ? named.code : undefined;
  }
}

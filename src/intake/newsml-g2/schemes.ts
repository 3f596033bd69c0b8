import { type Finding, warning } from '../../text/finding.ts';
import { schemeUri } from '../../vocabulary/iptc-catalog.ts';
import { childrenOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';

/** A concept that an attribute names: by its scheme and code, or by its address alone. */
export interface NamedConcept {
  /** `http://cv.iptc.org/newscodes/mediatopic/`; `undefined` where the alias is declared nowhere. */
  readonly scheme: string | undefined;
  readonly code: string;
  /** The whole address, if it is known. */
  readonly uri: string | undefined;
  readonly alias: string | undefined;
}

/** Turns the QCodes of one item into what they stand for. */
export class Schemes {
  readonly #own: ReadonlyMap<string, string>;
  readonly #told: Finding[];
  readonly #file: string;
  readonly #unknown = new Set<string>();

  /**
   * @param item its own catalogs count; those of IPTC are known by heart, others at addresses are not fetched
   * @param told gets a warning for each alias that nobody declared
   */
  constructor(item: SourceElement, told: Finding[], file: string) {
    const rows = childrenOf(item, 'catalog').flatMap((catalog) => childrenOf(catalog, 'scheme'));
    this.#own = new Map(rows.map(({ attributes }) => [attributes.alias ?? '', attributes.uri ?? '']));
    this.#told = told;
    this.#file = file;
  }

  /** What `qcode`, `uri` or `literal` of an element name; or the twins of another attribute such as `role`. */
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
          ? `"${qcode}" is no QCode: it has no alias and no colon.`
          : `The alias "${alias}" is declared in no catalog that is known here: its codes mean nothing to a machine.`;
      this.#told.push(warning('newsml-g2/alias', message, { file: this.#file, line, column }));
    }
    return { scheme, code, alias, uri: scheme === undefined ? undefined : scheme + code };
  }

  /** The code of an attribute if it is of this scheme of IPTC, whatever its alias; undeclared aliases go by their name. */
  codeOf(element: SourceElement, scheme: string, attribute = 'qcode'): string | undefined {
    const named = this.concept(element, attribute);
    if (named === undefined) return undefined;
    if (named.scheme === undefined) return named.alias === scheme ? named.code : undefined;
    return named.scheme === (schemeUri(scheme) ?? scheme) ? named.code : undefined;
  }

  /** The code of an attribute if it is of one of Dateline's own schemes, of this publication or another one. */
  ownCodeOf(element: SourceElement, path: string, attribute = 'qcode'): string | undefined {
    const named = this.concept(element, attribute);
    return named?.scheme?.endsWith(`/cv/${path}/`) ? named.code : undefined;
  }
}

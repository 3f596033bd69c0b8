/** An XML element as a plain value: what our formats build, and what `writeXml` writes. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** White space inside matters (running text): it is written without line breaks of ours. */
  readonly verbatim?: boolean;
}

/** An element or a piece of text. */
export type XmlNode = XmlElement | string;

/** Attribute values as a format has them at hand; absent ones are left out. */
export type XmlAttributes = Readonly<Record<string, string | number | undefined>>;

/** What a format puts into an element; absent children are left out. */
export type XmlChildren = XmlNode | undefined | readonly (XmlNode | undefined)[];

/**
 * Makes an element.
 * @param name with its prefix, as it is to be written
 */
export function xml(name: string, attributes: XmlAttributes = {}, children: XmlChildren = []): XmlElement {
  const list = typeof children === 'object' && 'length' in children ? children : [children];
  const present = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return {
    name,
    attributes: Object.fromEntries(present.map(([attribute, value]) => [attribute, String(value)])),
    children: list.filter((child) => child !== undefined),
  };
}

/** An element that holds text alone; `undefined` where there is no text, so that no empty element is written. */
export function textElement(name: string, content: string | undefined, attributes: XmlAttributes = {}) {
  return content === undefined || content === '' ? undefined : xml(name, attributes, content);
}

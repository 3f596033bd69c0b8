/** An XML element as a plain value, built by formats and written by `writeXml`. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** True if white space inside is significant (running text): no line breaks are added. */
  readonly verbatim?: boolean;
}

/** An element or a piece of text. */
export type XmlNode = XmlElement | string;

/** Attribute values; absent ones are left out. */
export type XmlAttributes = Readonly<Record<string, string | number | undefined>>;

/** Children of an element; absent ones are left out. */
export type XmlChildren = XmlNode | undefined | readonly (XmlNode | undefined)[];

/**
 * Creates an element.
 * @param name with its prefix, as written
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

/** Creates an element that contains text alone; `undefined` without text, so that no empty element is written. */
export function textElement(name: string, content: string | undefined, attributes: XmlAttributes = {}) {
  return content === undefined || content === '' ? undefined : xml(name, attributes, content);
}

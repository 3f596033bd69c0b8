const XML_EXTENSIONS: readonly string[] = ['.xml', '.rss', '.atom', '.newsml', '.nitf'];

/** True for the name of a file in an XML wire format; ninjs is recognized by its content (`isWireJson`). */
export function isWireXmlName(file: string): boolean {
  const name = file.toLowerCase();
  return XML_EXTENSIONS.some((extension) => name.endsWith(extension));
}

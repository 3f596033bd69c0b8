/** jsonld ships no types; this is the one function that the agreement tests use. */
declare module 'jsonld' {
  const jsonld: {
    expand(document: unknown, options: { documentLoader: (url: string) => Promise<unknown> }): Promise<unknown[]>;
  };
  export default jsonld;
}

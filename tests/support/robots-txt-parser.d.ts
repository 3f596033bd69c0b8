declare module 'robots-txt-parser' {
  /** The part of it that the tests use. */
  export default function robotsTxtParser(): {
    parseRobots(url: string, text: string): void;
    setUserAgent(agent: string): void;
    canCrawlSync(url: string): boolean;
  };
}

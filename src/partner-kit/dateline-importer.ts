import type { ImportedStory, Importer, KitMessage } from './importer.ts';

/** An importer into another Dateline, over its HTTP API; wire intake decides about each story. */
export class DatelineImporter implements Importer {
  readonly #api: string;
  readonly #key: string;
  /** Keys of the stories there, by their ids at the sender. */
  readonly #keys = new Map<string, string>();

  /**
   * @param api address of the API, such as `http://localhost:3000/api/v1`
   * @param key a key with the scope `write`
   */
  constructor(api: string, key: string) {
    this.#api = api.replace(/\/$/, '');
    this.#key = key;
  }

  async take({ story, mediaType, body }: KitMessage): Promise<void> {
    const response = await this.#request('/articles', { method: 'POST', body, type: mediaType });
    const { stories = [], detail = '' } = (await response.json()) as {
      stories?: { key: string; guid: string; decision: string; reason?: string }[];
      detail?: string;
    };
    if (!response.ok) throw new Error(`the API responded ${response.status}: ${detail}`);
    const own = stories.find(({ guid }) => guid === story) ?? stories[0];
    if (own?.decision === 'refused') throw new Error(own.reason ?? 'the story was refused');
    if (own !== undefined) this.#keys.set(story, own.key);
  }

  async stories(): Promise<readonly ImportedStory[]> {
    const stories: ImportedStory[] = [];
    for (const [id, key] of this.#keys) {
      const response = await this.#request(`/articles/${key}`, { method: 'GET' });
      if (!response.ok) continue;
      const {
        status,
        public: shown,
        article,
      } = (await response.json()) as {
        status: string;
        public: string;
        article: { headline: string; source?: { version?: number } };
      };
      const version = article.source?.version ?? 0;
      const headline = status === 'usable' ? { headline: article.headline } : {};
      stories.push({ id, version, status, ...headline, isPublic: shown === 'story' });
    }
    return stories;
  }

  #request(path: string, { method, body, type }: { method: string; body?: string; type?: string }): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.#key}` };
    if (type !== undefined) headers['content-type'] = type;
    return fetch(`${this.#api}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  }
}

import { createHash } from 'node:crypto';
import type { ServerProcess } from '../support/server-process.ts';
import { STORY } from '../support/stories.ts';

/** An acknowledged correction. */
export const CHANGED = 'correct';

interface StoryState {
  readonly id: string;
  readonly kinds: Set<string>;
  isKilled: boolean;
  /** True after a write without a response. */
  isUncertain: boolean;
}

/** Creates, corrects and kills stories and stores media over the API, and remembers what was acknowledged. */
export class MixedWriter {
  readonly stories = new Map<string, StoryState>();
  readonly media: string[] = [];
  acknowledged = 0;
  hasFailed = false;
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  /** Writes until the server is gone. */
  async writeUntilFailure(server: ServerProcess, round: number): Promise<void> {
    this.hasFailed = false;
    await Promise.all([0, 1, 2].map((lane) => this.#lane(server, `r${round}-${lane}`)));
  }

  /** Returns the change log as a client reads it: key and change of each entry. */
  async changes(server: ServerProcess): Promise<string[]> {
    const found: string[] = [];
    for (let after = ''; ; ) {
      const response = await server.get(`/api/v1/changes?limit=500${after}`, this.#headers());
      const { changes, next } = (await response.json()) as { changes: { key: string; change: string }[]; next: string };
      found.push(...changes.map(({ key, change }) => `${key} ${change}`));
      if (changes.length === 0) return found;
      after = `&after=${next}`;
    }
  }

  file(server: ServerProcess, name: string): Promise<Response> {
    return server.get(`/api/v1/media/${name}`, this.#headers());
  }

  async #lane(server: ServerProcess, name: string): Promise<void> {
    for (let number = 0; !this.hasFailed; number++) {
      const slug = `${name}-${number}`;
      const created = await this.#send(server, 'POST', '/articles', { ...STORY, slug });
      if (created === undefined) return;
      const { id, key } = created as { id: string; key: string };
      const state: StoryState = { id, kinds: new Set(), isKilled: false, isUncertain: false };
      this.stories.set(slug, state);
      if (number % 2 === 0) await this.#step(server, { key, state }, ['correct', { notice: 'A name.' }]);
      if (number % 3 === 0) await this.#step(server, { key, state }, ['kill', { note: 'wrong' }]);
      if (number % 4 === 0) await this.#upload(server, slug);
    }
  }

  async #step(
    server: ServerProcess,
    { key, state }: { readonly key: string; readonly state: StoryState },
    [kind, body]: readonly [string, object],
  ): Promise<void> {
    if (this.hasFailed) return;
    state.isUncertain = true;
    if ((await this.#send(server, 'POST', `/articles/${key}/${kind}`, body)) === undefined) return;
    state.isUncertain = false;
    state.kinds.add(kind);
    if (kind === 'kill') state.isKilled = true;
  }

  async #upload(server: ServerProcess, text: string): Promise<void> {
    if (this.hasFailed) return;
    const bytes = Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"><title>${text}</title></svg>`,
    );
    const name = `${createHash('sha256').update(bytes).digest('hex')}.svg`;
    if ((await this.#send(server, 'PUT', `/media/${name}`, bytes)) !== undefined) this.media.push(name);
  }

  /** @returns the response of an acknowledged write; `undefined` once the server is gone */
  async #send(server: ServerProcess, method: string, path: string, body: object): Promise<unknown> {
    const isBytes = Buffer.isBuffer(body);
    try {
      const response = await fetch(`http://127.0.0.1:${server.port}/api/v1${path}`, {
        method,
        headers: { ...this.#headers(), 'Content-Type': isBytes ? 'image/svg+xml' : 'application/json' },
        body: isBytes ? new Uint8Array(body) : JSON.stringify(body),
      });
      const data = await response.json();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(data)}`);
      this.acknowledged++;
      return data;
    } catch (error) {
      this.hasFailed = true;
      if (error instanceof TypeError || (error instanceof Error && 'code' in error)) return undefined;
      throw error;
    }
  }

  #headers(): Record<string, string> {
    return { Authorization: `Bearer ${this.#token}` };
  }
}

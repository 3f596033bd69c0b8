/**
 * Writes versions into an archive as fast as it can, and prints the acknowledged ones. It is killed while it
 * does so: `node tests/durability/writer.ts <location> <seed>`.
 */
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { locationOf, openArchive } from '../../src/archive/location.ts';
import type { Article } from '../../src/article/article.ts';
import { submissionSchema } from '../../src/article/submission.ts';
import { submitStory } from '../../src/newsroom/submit-story.ts';
import { fromMilliseconds } from '../../src/text/instant.ts';

const [, , where = '', seed = '0'] = process.argv;
const { archive } = await openArchive(locationOf(where));
writeSync(1, 'ready\n');

for (let number = 0; ; number++) {
  const key = createHash('sha256')
    .update(`${seed} ${number >> 2}`)
    .digest('hex')
    .slice(0, 26);
  const submission = submissionSchema.parse({
    id: `tag:durability.example,2026:article:${key}`,
    slug: `s-${key}`,
    language: 'en',
    headline: `Story ${number}`,
    section: 'world',
    published: '2026-01-01T00:00:00Z',
    body: `<p>${`${number} words `.repeat(100)}</p>`,
    keywords: ['a', 'b', String(number)],
  });
  const now = fromMilliseconds(Date.now());
  const decided = await submitStory(archive, { submission, actor: 'writer', origin: 'api' }, now);
  if (decided.decision !== 'stored') throw new Error(JSON.stringify(decided));
  // One write of the system, which a kill cannot tear: what is read from here was acknowledged.
  writeSync(1, `${acknowledgement(decided.article)}\n`);
}

function acknowledgement({ id, version, headline }: Article): string {
  return `ack ${id} ${version} ${headline}`;
}

import { describe, expect, test } from 'vitest';
import { submitStory } from '../../src/newsroom/submit-story.ts';
import { ENGINES, openStore } from '../support/engines.ts';
import { at, idOf, submission } from '../support/stories.ts';

const NOW = at('2026-06-01T00:00:00Z');

describe.each(ENGINES)('stories under embargo in %s', (engine) => {
  test('are listed by the time of their release, the last first, up to a limit', async () => {
    const { archive } = await openStore(engine);
    const times = { a: '2026-06-03T00:00:00Z', b: '2026-06-05T00:00:00Z', c: '2026-06-04T00:00:00Z' };
    for (const [letter, until] of Object.entries(times)) {
      const one = submission({ id: idOf(letter), slug: letter, embargo: { until } });
      await submitStory(archive, { submission: one, actor: 'a', origin: 'api' }, NOW);
    }
    const scheduled = submission({ id: idOf('d'), slug: 'd', published: '2026-06-06T00:00:00Z' });
    await submitStory(archive, { submission: scheduled, actor: 'a', origin: 'api' }, NOW);
    const slugs = async (limit: number, section = 'world') => {
      const terms = [{ kind: 'section', value: section } as const];
      return (await archive.feeds.embargoed({ terms, until: NOW, limit })).map(({ slug }) => slug);
    };
    expect(await slugs(10)).toEqual(['b', 'c', 'a']);
    expect(await slugs(2)).toEqual(['b', 'c']);
    expect(await slugs(10, 'culture')).toEqual([]);
  });
});

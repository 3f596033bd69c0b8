import { expect, test } from 'vitest';
import { exchangeOf } from '../../src/server/exchange.ts';

test('every handler of a request has the instant of the first, and the next request its own', () => {
  let milliseconds = Date.parse('2026-03-05T12:00:00Z');
  const clock = (): number => milliseconds++;
  type Sides = Parameters<typeof exchangeOf>;
  const request = {} as Sides[0];
  const responses = [{ locals: {} }, { locals: {} }] as unknown as [Sides[1], Sides[1]];
  const [first, later, next] = [responses[0], responses[0], responses[1]].map((response) =>
    exchangeOf(request, response, clock),
  );
  expect(later).toEqual(first);
  expect(first?.now).toBe('2026-03-05T12:00:00Z');
  expect(next?.milliseconds).toBe((first?.milliseconds ?? 0) + 1);
});

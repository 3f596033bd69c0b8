import { expect, test } from 'vitest';
import { runJob } from '../../src/workers/run-job.ts';
import { DEEP, ENDLESS, FAULTY, GREEDY, SAME } from '../support/jobs.ts';
import { MAX_STALL_MS, stallProbe } from '../support/stall-probe.ts';

const file = 'copy.xml';

test('copies input and output between threads', async () => {
  const input = { file, bytes: new Uint8Array([1, 2]), names: new Map([[file, 7]]) };
  expect(await runJob(SAME, input)).toEqual({ bytes: [1, 2], name: 7 });
});

test('ends a job at its limit of CPU time, and names the document', async () => {
  const probe = await stallProbe();
  expect(await runJob(ENDLESS, { file }, { cpuMs: 300 })).toEqual({
    problems: [expect.objectContaining({ rule: 'intake/time', severity: 'error', file })],
  });
  expect(probe.longest()).toBeLessThan(MAX_STALL_MS);
});

test('ends a job at its limit of memory, and the next one runs', async () => {
  expect(await runJob(GREEDY, { file }, { cpuMs: 600_000 })).toEqual({
    problems: [expect.objectContaining({ rule: 'intake/memory', file })],
  });
  expect(await runJob(SAME, { file, bytes: new Uint8Array(), names: new Map() })).toEqual({
    bytes: [],
    name: undefined,
  });
});

test('refuses a document that exhausts the stack, without a message of the engine', async () => {
  expect(await runJob(DEEP, { file })).toEqual({
    problems: [expect.objectContaining({ rule: 'intake/nesting', message: expect.not.stringMatching(/call stack/) })],
  });
});

test('rejects with the error of a faulty parser', async () => {
  await expect(runJob(FAULTY, { file })).rejects.toThrow(TypeError);
});

test('a worker that runs out of memory after its job was aborted does not end the process', async () => {
  const all = await Promise.all([1, 2, 3].map(() => runJob(GREEDY, { file }, { cpuMs: 150 })));
  for (const one of all) expect(one).toMatchObject({ problems: [{ severity: 'error' }] });
});

test('many large documents do not delay a small one', async () => {
  const bytes = new Uint8Array(200_000);
  const large = Array.from({ length: 12 }, () => runJob(ENDLESS, { file, bytes }, { cpuMs: 400 }));
  let settled = 0;
  for (const one of large) void one.then(() => settled++);
  await runJob(SAME, { file, bytes: new Uint8Array(), names: new Map() });
  expect(settled).toBeLessThan(large.length);
  await Promise.all(large);
});

test('a document that reaches its limit does not delay another one', async () => {
  const slow = runJob(ENDLESS, { file }, { cpuMs: 2000 });
  let isSlowOver = false;
  void slow.then(() => {
    isSlowOver = true;
  });
  await runJob(SAME, { file, bytes: new Uint8Array(), names: new Map() });
  expect(isSlowOver).toBe(false);
  await slow;
});

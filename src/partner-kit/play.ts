import type { Partner } from '../publication/partner.ts';
import { NOT_PLAYED, type Player, STEPS } from './scenario.ts';
import { instantNow, specimens } from './specimens.ts';

/** The result of one demand. */
export interface StepResult {
  readonly name: string;
  readonly state: 'handled' | 'not handled' | 'not played';
  /** A sentence about the fault. */
  readonly fault?: string;
}

/** Plays every demand against an importer, in order; a fault stops none of the others. */
export async function play(
  player: Player,
  format: Partner['format'],
  onResult: (result: StepResult) => void = () => {},
): Promise<StepResult[]> {
  const messages = await specimens(format, instantNow());
  const results: StepResult[] = [];
  for (const { name, play: run } of STEPS) {
    const fault = await run(player, messages).catch(
      (error: unknown) => `the importer cannot be read: ${error instanceof Error ? error.message : 'an error'}`,
    );
    const result: StepResult =
      fault === undefined
        ? { name, state: 'handled' }
        : fault === NOT_PLAYED
          ? { name, state: 'not played' }
          : { name, state: 'not handled', fault };
    results.push(result);
    onResult(result);
  }
  return results;
}

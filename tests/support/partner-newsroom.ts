import type { z } from 'zod';
import type { Copy, LedgerEntry } from '../../src/archive/ledger-entry.ts';
import type { Store } from '../../src/archive/store.ts';
import type { SubmissionInput } from '../../src/article/submission.ts';
import { Dispatch } from '../../src/delivery/dispatch.ts';
import type { SendMail } from '../../src/delivery/mail.ts';
import { AllowedHosts, type Send, senderTo } from '../../src/delivery/outbound.ts';
import { documentOf } from '../../src/delivery/partners/partner-list.ts';
import { Senders } from '../../src/delivery/partners/senders.ts';
import { SigningSecrets } from '../../src/delivery/signing-secret.ts';
import { recordDueTransitions } from '../../src/newsroom/scheduled-transitions.ts';
import { submitStory } from '../../src/newsroom/submit-story.ts';
import { type Partner, partnerSchema } from '../../src/publication/partner.ts';
import { addSeconds, fromMilliseconds, type Instant } from '../../src/text/instant.ts';
import { type EngineName, openStore } from './engines.ts';
import { contextWith } from './publication.ts';
import { at, submission } from './stories.ts';

/** The secrets of test partners. */
export const SECRETS = new SigningSecrets('a secret of the operator, long enough for tests');

export type PartnerInput = z.input<typeof partnerSchema>;

/** A partner that gets stories by HTTPS at an address. */
export function partnerAt(url: string, fields: Partial<PartnerInput> = {}): PartnerInput {
  return { key: 'acme', name: 'Acme', channels: [{ type: 'https', url }], ...fields };
}

/** A newsroom with partners, and a clock that the test turns. */
export interface PartnerNewsroom {
  readonly store: Store;
  readonly now: () => Instant;
  /** Turns the clock. */
  pass(seconds: number): void;
  put(partner: PartnerInput): Promise<Partner>;
  write(fields: Partial<SubmissionInput>): Promise<void>;
  /** Records due transitions, plans and sends until nothing is due. */
  deliver(): Promise<void>;
  entries(): Promise<LedgerEntry[]>;
  copies(story: string): Promise<Copy[]>;
}

/** Creates a newsroom on an engine; its sender reaches receivers on this machine. */
export async function partnerNewsroom({
  engine = 'SQLite' as EngineName,
  send = senderTo(new AllowedHosts(['127.0.0.1'])) as Send,
  store = undefined as Store | undefined,
  sendMail = undefined as SendMail | undefined,
  /** Secrets by the name of the environment variable. */
  environment = {} as Readonly<Record<string, string>>,
  /** Files by path. */
  media = {} as Readonly<Record<string, Buffer>>,
} = {}): Promise<PartnerNewsroom> {
  const archive = store ?? (await openStore(engine));
  let instant = at('2026-06-01T00:00:00Z');
  const { storyOf: _, ...site } = contextWith();
  const clock = (): number => Date.parse(instant);
  const dispatch = new Dispatch();
  const deps = {
    store: archive,
    site: () => site,
    send,
    sendMail,
    allowed: new AllowedHosts(['127.0.0.1']),
    secretIn: (name: string) => environment[name],
    mediaBytes: async (path: string) => media[path],
    secrets: SECRETS,
    clock,
  };
  const failures: unknown[] = [];
  const senders = new Senders(deps, {
    stopping: new AbortController().signal,
    onError: (error) => failures.push(error),
  });
  const plan = async (): Promise<void> => {
    const { publication, addresses } = site;
    await dispatch.run({ store: archive, publication, addresses, clock, post: async () => ({ status: 200 }) }, instant);
  };
  return {
    store: archive,
    now: () => instant,
    pass: (seconds) => {
      instant = addSeconds(instant, seconds);
    },
    put: async (input) => {
      const partner = partnerSchema.parse(input);
      const author = { storedAt: instant, actor: 'test', origin: 'api' } as const;
      await archive.partners.store({ ...author, key: partner.key, document: documentOf(partner) });
      return partner;
    },
    write: async (fields) => {
      const command = { submission: submission(fields), actor: 'a', origin: 'api' } as const;
      const decision = await submitStory(archive.archive, command, instant);
      if (decision.decision === 'refused') throw new Error(JSON.stringify(decision));
    },
    deliver: async () => {
      await recordDueTransitions(archive.archive, instant);
      await plan();
      await senders.start();
      await senders.ended();
      if (failures.length > 0) throw failures[0];
    },
    entries: () => archive.ledgerFigures.newest(1000),
    copies: (story) => archive.copies.of(story),
  };
}

/** The instant of a number of milliseconds. */
export const instantOf = fromMilliseconds;

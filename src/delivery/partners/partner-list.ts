import type { PartnerRecord } from '../../archive/partner-records.ts';
import type { Store } from '../../archive/store.ts';
import { isActive, type Partner, partnerSchema } from '../../publication/partner.ts';
import type { Publication } from '../../publication/publication.ts';
import { defined } from '../../text/defined.ts';
import type { Instant } from '../../text/instant.ts';

/** A partner as it is stored: with its current settings. */
export interface StoredPartner extends Pick<PartnerRecord, 'version' | 'storedAt' | 'actor' | 'origin'> {
  readonly partner: Partner;
}

type Records = Pick<Store, 'partners'>;

/** Returns all partners, former ones too, by key. */
export async function storedPartners({ partners }: Records): Promise<StoredPartner[]> {
  return (await partners.newest()).flatMap((record) => storedPartner(record) ?? []);
}

/** Settings of a partner that this release cannot read: planning without them would lose messages. */
export class UnreadablePartnerError extends Error {
  override readonly name = 'UnreadablePartnerError';
}

/**
 * Returns all partners, former ones too, for planning.
 * @throws UnreadablePartnerError
 */
export async function partnersToPlan({ partners }: Records): Promise<StoredPartner[]> {
  return (await partners.newest()).map((record) => {
    const stored = storedPartner(record);
    if (stored !== undefined) return stored;
    throw new UnreadablePartnerError(
      `The settings of ${record.key} cannot be read: nothing is planned until they are stored again.`,
    );
  });
}

/** Returns the partner with a key. */
export async function partnerNamed({ partners }: Records, key: string): Promise<StoredPartner | undefined> {
  const record = await partners.get(key);
  return record && storedPartner(record);
}

/** Returns a partner from its record; `undefined` for settings that this release does not read. */
export function storedPartner({
  document,
  version,
  storedAt,
  actor,
  origin,
}: PartnerRecord): StoredPartner | undefined {
  const { data } = partnerSchema.safeParse(JSON.parse(document));
  return data && { partner: data, version, storedAt, actor, origin };
}

/** Returns settings as they are stored. */
export function documentOf(partner: Partner): string {
  return JSON.stringify(partner);
}

/** The author of settings, and the version that was edited, if the author names it. */
export interface PartnerEdit {
  readonly now: Instant;
  readonly actor: string;
  readonly expectedVersion?: number;
}

/** Stores the settings of a partner that is not in `publication.yaml`, or is former there. */
export function storePartner(
  { partners }: Records,
  partner: Partner,
  { now, actor, expectedVersion }: PartnerEdit,
): ReturnType<Records['partners']['store']> {
  const record = { key: partner.key, document: documentOf(partner), storedAt: now, actor, origin: 'api' } as const;
  const mayTakeOver = (document: string): boolean => isFormer(document, now);
  return partners.store(record, { ...defined({ expectedVersion }), mayTakeOver });
}

/** Returns the settings of a partner whose agreement ends now, unless it has ended. */
export function endedPartner(partner: Partner, now: Instant): Partner {
  return isActive(partner, now) ? { ...partner, ends: now } : partner;
}

/** True for the settings of a partner whose agreement has ended: another channel may create it again. */
export function isFormer(document: string, now: Instant): boolean {
  const { data } = partnerSchema.safeParse(JSON.parse(document));
  return data !== undefined && !isActive(data, now);
}

/**
 * Stores the partners of `publication.yaml` with their history. The agreement of one that is no longer in the file ends
 * now: its settings stay, since it gets recalls of what it has received.
 * @returns keys that the API owns, which are not changed
 */
export async function syncPartners(
  records: Records,
  { partners }: Pick<Publication, 'partners'>,
  now: Instant,
): Promise<string[]> {
  const owned: string[] = [];
  const author = { storedAt: now, actor: 'publication.yaml', origin: 'files' } as const;
  const mayTakeOver = (document: string): boolean => isFormer(document, now);
  for (const partner of partners) {
    const record = { ...author, key: partner.key, document: documentOf(partner) };
    const stored = await records.partners.store(record, { mayTakeOver });
    if ('conflict' in stored) owned.push(partner.key);
  }
  const keys = new Set(partners.map(({ key }) => key));
  for (const { partner, origin } of await storedPartners(records)) {
    if (origin === 'api' || keys.has(partner.key) || !isActive(partner, now)) continue;
    await records.partners.store({ ...author, key: partner.key, document: documentOf({ ...partner, ends: now }) });
  }
  return owned;
}

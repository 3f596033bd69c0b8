import { createHash, randomBytes } from 'node:crypto';
import type { Leases } from '../archive/leases.ts';
import type { Publication } from '../publication/publication.ts';
import { fromMilliseconds } from '../text/instant.ts';
import { ConfigurationError } from './configuration.ts';

/** Beginning of the names of the leases; each server has one of its own, whose holder is the digest of its settings. */
const PREFIX = 'settings of ';
const LEASE_S = 8;
/** Interval of calls of `renew`, in milliseconds. */
export const SETTINGS_RENEWAL_MS = 2000;

const DIFFERENT =
  'The other servers of this archive use another publication.yaml: give all of them the same one, or stop the others and wait ten seconds.';

/** Makes sure that servers of one archive have the same settings: feeds would change with the server that responds. */
export class SharedSettings {
  readonly #leases: Pick<Leases, 'take' | 'time' | 'end' | 'rivals'>;
  readonly #name = `${PREFIX}${randomBytes(8).toString('hex')}`;
  #digest: string;

  constructor(leases: Pick<Leases, 'take' | 'time' | 'end' | 'rivals'>, publication: Publication) {
    this.#leases = leases;
    this.#digest = digestOf(publication);
  }

  /** Uses settings that were saved while the server runs. */
  change(publication: Publication): void {
    this.#digest = digestOf(publication);
  }

  /** @throws ConfigurationError while another server has other settings */
  async renew(): Promise<void> {
    const now = fromMilliseconds(await this.#leases.time(Date.now));
    const own = { name: this.#name, holder: this.#digest };
    const rivals = await this.#leases.rivals(own, PREFIX, now);
    // With other settings than before this server is another holder of its own lease.
    if (!(await this.#leases.take(own.name, own.holder, { now, seconds: LEASE_S }))) {
      await this.#leases.end(own.name);
      await this.#leases.take(own.name, own.holder, { now, seconds: LEASE_S });
    }
    if (rivals.length > 0) throw new ConfigurationError(DIFFERENT);
  }

  /** Ends the lease, so that the next server may have other settings at once. */
  release(): Promise<void> {
    return this.#leases.end(this.#name);
  }
}

function digestOf(publication: Publication): string {
  return createHash('sha256').update(JSON.stringify(publication)).digest('hex');
}

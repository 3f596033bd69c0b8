import type { ChannelState } from '../../archive/channel-states.ts';
import type { Store } from '../../archive/store.ts';
import { channelNameOf } from '../../publication/channel.ts';
import { isActive } from '../../publication/partner.ts';
import { defined } from '../../text/defined.ts';
import type { Instant } from '../../text/instant.ts';
import { storedPartners } from './partner-list.ts';

/** A channel of a partner with its state, for people. */
export interface PartnerState {
  readonly partner: string;
  readonly name: string;
  readonly channel: string;
  readonly format: string;
  /** `former`: it gets recalls alone; `failing`: messages wait for the receiver. */
  readonly state: 'active' | 'former' | 'paused' | 'failing';
  /** Number of messages that wait, or are on their way. */
  readonly waiting: number;
  /** Time at which the oldest of them was planned. */
  readonly oldest?: Instant;
  readonly lastSuccessAt?: Instant;
  readonly lastResponse?: string;
}

/** Returns every channel of every partner; the one with the oldest waiting message first. */
export async function partnersWithStates(
  store: Pick<Store, 'partners' | 'channels' | 'ledgerFigures'>,
  now: Instant,
): Promise<PartnerState[]> {
  const waiting = await store.ledgerFigures.waiting();
  const states = await store.channels.list();
  const all = (await storedPartners(store)).flatMap(({ partner }) =>
    partner.channels.map((settings): PartnerState => {
      const channel = channelNameOf(settings);
      const isSame = (one: { readonly partner: string; readonly channel: string }): boolean =>
        one.partner === partner.key && one.channel === channel;
      const own = states.find(isSame);
      const open = waiting.find(isSame);
      const { lastSuccessAt, lastResponse } = own ?? {};
      return {
        partner: partner.key,
        name: partner.name,
        channel,
        format: partner.format,
        state: stateOf(own, isActive(partner, now)),
        waiting: open?.count ?? 0,
        ...defined({ oldest: open?.oldest, lastSuccessAt, lastResponse }),
      };
    }),
  );
  return all.toSorted((a, b) => ((a.oldest ?? '9') < (b.oldest ?? '9') ? -1 : 1));
}

function stateOf(state: ChannelState | undefined, isCurrent: boolean): PartnerState['state'] {
  if (state?.pausedAt !== undefined) return 'paused';
  if (state !== undefined && state.failures > 0) return 'failing';
  return isCurrent ? 'active' : 'former';
}

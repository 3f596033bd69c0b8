import type { DataMining, Rights } from '../article/rights.ts';

/**
 * The uses that machines may make of a text. All machine-readable signals are derived from this one value, so that they
 * cannot contradict each other.
 */
export interface MachineUses {
  /** Indexing by search engines. */
  readonly search?: boolean;
  /** Training of models. */
  readonly training?: boolean;
  /** Whether the rights to text and data mining are reserved (Directive (EU) 2019/790, article 4(3)). */
  readonly reserved?: boolean;
}

/**
 * The PLUS values as uses. The other vocabularies have no term for generative models alone, so all training is refused
 * then. A reference to the terms is a reservation and no rule.
 */
const USES: Readonly<Record<DataMining, MachineUses>> = {
  unspecified: {},
  allowed: { search: true, training: true, reserved: false },
  prohibited: { search: false, training: false, reserved: true },
  'prohibited-ai-training': { training: false, reserved: true },
  'prohibited-generative-ai-training': { training: false, reserved: true },
  'prohibited-except-search': { search: true, training: false, reserved: true },
  'prohibited-see-terms': { reserved: true },
};

/** Returns the uses that rights permit or prohibit. */
export function machineUses({ dataMining = 'unspecified' }: Pick<Rights, 'dataMining'>): MachineUses {
  return USES[dataMining];
}

/** Returns true if there is a rule that a machine can follow. */
export function hasRules({ search, training }: MachineUses): boolean {
  return search !== undefined || training !== undefined;
}

/** Returns true if two texts have the same uses. */
export function areSameUses(one: MachineUses, other: MachineUses): boolean {
  return one.search === other.search && one.training === other.training && one.reserved === other.reserved;
}

/**
 * Formats the uses as the value of `Content-Usage` (draft-ietf-aipref-attach-05).
 * @returns `undefined` where the vocabulary has no term for the rights
 */
export function contentUsage({ search, training }: MachineUses): string | undefined {
  const terms = [
    ...(search === undefined ? [] : [`search=${search ? 'y' : 'n'}`]),
    ...(training === undefined ? [] : [`train-ai=${training ? 'y' : 'n'}`]),
  ];
  return terms.length === 0 ? undefined : terms.join(', ');
}

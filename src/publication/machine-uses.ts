import type { DataMining, Rights } from '../article/rights.ts';

/**
 * What machines may do with a text, as far as the rights say so: the one answer from which every signal for machines is
 * made, so that none can say another thing than the others.
 */
export interface MachineUses {
  /** To be found by search engines. */
  readonly search?: boolean;
  /** To train models. */
  readonly training?: boolean;
  /** Whether the rights to text and data mining are reserved (Directive (EU) 2019/790, article 4(3)). */
  readonly reserved?: boolean;
}

/**
 * The values of PLUS as answers. There is no word for generative models alone in the other vocabularies: all training is
 * refused then. What the terms alone say is reserved, and no rule of a machine.
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

/** What rights say to machines. */
export function machineUses({ dataMining = 'unspecified' }: Pick<Rights, 'dataMining'>): MachineUses {
  return USES[dataMining];
}

/** True if there is a rule that a machine could follow; what is not said is not licensed either. */
export function hasRules({ search, training }: MachineUses): boolean {
  return search !== undefined || training !== undefined;
}

/** True if two texts may be used in the same ways. */
export function areSameUses(one: MachineUses, other: MachineUses): boolean {
  return one.search === other.search && one.training === other.training && one.reserved === other.reserved;
}

/**
 * The same as a dictionary of AIPREF (draft-ietf-aipref-attach-05): the value of `Content-Usage`.
 * @returns `undefined` where the rights say nothing that it has a word for
 */
export function contentUsage({ search, training }: MachineUses): string | undefined {
  const said = [
    ...(search === undefined ? [] : [`search=${search ? 'y' : 'n'}`]),
    ...(training === undefined ? [] : [`train-ai=${training ? 'y' : 'n'}`]),
  ];
  return said.length === 0 ? undefined : said.join(', ');
}

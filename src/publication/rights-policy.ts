import type { DataMining, Rights } from '../article/rights.ts';
import { defined } from '../text/defined.ts';

/** The namespace of ODRL 2.2; it identifies the language of a policy. */
export const ODRL = 'http://www.w3.org/ns/odrl/2/';
/** The vocabulary of TDMRep (W3C Community Group): text and data mining as an action. */
const MINE = 'http://www.w3.org/ns/tdmrep#mine';
/** PLUS data mining values (http://ns.useplus.org/ldf/vocab/). */
export const PLUS = 'http://ns.useplus.org/ldf/vocab/';

/**
 * The prohibited purpose in AIPREF terms; `undefined` prohibits every purpose. Values that refer to terms, or state
 * nothing, are no machine-readable rule.
 */
const PURPOSES: Readonly<Partial<Record<DataMining, string | undefined>>> = {
  prohibited: undefined,
  'prohibited-ai-training': 'train-ai',
  'prohibited-generative-ai-training': 'train-genai',
  'prohibited-except-search': undefined,
};

/** An ODRL rule or policy as JSON-LD. */
type Rule = Readonly<Record<string, unknown>>;

const only = (leftOperand: string, operator: string, rightOperand: unknown): Rule => ({
  leftOperand,
  operator,
  rightOperand,
});

/**
 * Returns the rights as an ODRL 2.2 policy in JSON-LD (https://www.w3.org/TR/odrl-model/).
 * @param target the id of the licensed item
 * @param assigner the address of the licensor; unknown for rights of third parties
 * @returns `undefined` where the rights contain nothing that a machine could act on
 */
export function rightsPolicy(
  { dataMining, endsAt }: Pick<Rights, 'dataMining' | 'endsAt'>,
  { target, assigner }: { readonly target: string; readonly assigner: string | undefined },
): Rule | undefined {
  const about = defined({ target, assigner });
  const until = endsAt && [only('dateTime', 'lt', { '@value': endsAt, '@type': 'xsd:dateTime' })];
  const permission: Rule[] = until === undefined ? [] : [{ ...about, action: 'distribute', constraint: until }];
  const prohibition: Rule[] = [];
  if (dataMining === 'allowed') permission.push({ ...about, action: MINE });
  else if (dataMining !== undefined && dataMining in PURPOSES) {
    const purpose = PURPOSES[dataMining];
    const constraint = purpose === undefined ? {} : { constraint: [only('purpose', 'eq', purpose)] };
    prohibition.push({ ...about, action: MINE, ...constraint });
    if (dataMining === 'prohibited-except-search') permission.push({ ...about, action: 'index' });
  }
  if (permission.length + prohibition.length === 0) return undefined;
  return {
    '@context': 'http://www.w3.org/ns/odrl.jsonld',
    '@type': 'Set',
    uid: `${target}:rights`,
    ...(permission.length === 0 ? {} : { permission }),
    ...(prohibition.length === 0 ? {} : { prohibition }),
  };
}

import type { Command } from 'commander';
import type { Configuration } from '../app/configuration.ts';

/** Returns the configuration from the environment and the flags of the call. */
export type GetConfiguration = () => Configuration;

/** Registers the arguments and options, its use case, and the presentation of its result. */
export type Register = (command: Command, configuration: GetConfiguration) => void;

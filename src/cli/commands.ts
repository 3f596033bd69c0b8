import type { Register } from './command.ts';

/** A command in the list of commands; its module is loaded when it is called. */
export interface CommandEntry {
  readonly name: string;
  readonly description: string;
  readonly load: () => Promise<{ readonly register: Register }>;
}

/** A group of commands, such as `archive`. */
export interface CommandGroup {
  readonly name: string;
  readonly description: string;
  readonly commands: readonly CommandEntry[];
}

/** The commands, in the order of the help text. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'serve',
    description: 'serve the archive, and read the content folder into it while it changes',
    load: () => import('./commands/serve.ts'),
  },
  {
    name: 'new',
    description: 'write a draft with an id of its own',
    load: () => import('./commands/new.ts'),
  },
  {
    name: 'import',
    description:
      'import wire copy as a content file; NewsML-G2, ninjs, NITF, RSS and Atom are stored in the archive directly',
    load: () => import('./commands/import.ts'),
  },
  {
    name: 'render',
    description: 'print a story in one format',
    load: () => import('./commands/render.ts'),
  },
  {
    name: 'check',
    description: 'check stories, and their rendering against the rules and schema of each format',
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'sync',
    description: 'read the content folder into the archive once, if no server does',
    load: () => import('./commands/sync.ts'),
  },
  {
    name: 'export',
    description: 'write every page, feed and document as static files; `current` in the folder is the newest export',
    load: () => import('./commands/export.ts'),
  },
  {
    name: 'status',
    description: 'print the state of each file of the content folder',
    load: () => import('./commands/status.ts'),
  },
  {
    name: 'deliveries',
    description: 'print messages to partners and submissions to search engines with their responses, the newest first',
    load: () => import('./commands/deliveries.ts'),
  },
  {
    name: 'adopt',
    description: 'transfer a story to another channel: the content folder, or the HTTP API',
    load: () => import('./commands/adopt.ts'),
  },
  {
    name: 'erase',
    description: 'remove text and media of all versions of a killed story from the archive, permanently',
    load: () => import('./commands/erase.ts'),
  },
  {
    name: 'formats',
    description: 'print the formats with the fields that each cannot express',
    load: () => import('./commands/formats.ts'),
  },
  {
    name: 'lifecycle',
    description: 'print the effect of each life-cycle change in each output',
    load: () => import('./commands/lifecycle.ts'),
  },
  {
    name: 'schema',
    description: 'print the JSON Schema of a story, or of publication.yaml',
    load: () => import('./commands/schema.ts'),
  },
];

/** The groups of commands. */
export const GROUPS: readonly CommandGroup[] = [
  {
    name: 'archive',
    description: 'move or copy the archive',
    commands: [
      {
        name: 'move',
        description: 'copy everything into another, empty archive, and compare',
        load: () => import('./commands/archive-move.ts'),
      },
      {
        name: 'backup',
        description: 'write a copy of the archive into a file, also while it is served',
        load: () => import('./commands/archive-backup.ts'),
      },
    ],
  },
  {
    name: 'partner',
    description: 'partners that get stories',
    commands: [
      {
        name: 'list',
        description: 'print all partners with their channels and what waits for them',
        load: () => import('./commands/partner-list.ts'),
      },
      {
        name: 'put',
        description: 'store the settings of a partner from a file, with history',
        load: () => import('./commands/partner-put.ts'),
      },
      {
        name: 'show',
        description: 'print the settings of a partner, and the authors of their versions',
        load: () => import('./commands/partner-show.ts'),
      },
      {
        name: 'end',
        description: 'end the agreement with a partner: it gets recalls alone from now on',
        load: () => import('./commands/partner-end.ts'),
      },
      {
        name: 'preview',
        description: 'print what a partner would get of the last day, and why each story is in or out',
        load: () => import('./commands/partner-preview.ts'),
      },
      {
        name: 'secret',
        description: 'print the secret with which a partner verifies messages; --rotate begins a new one',
        load: () => import('./commands/partner-secret.ts'),
      },
      {
        name: 'test',
        description: 'send a test message, and print the response',
        load: () => import('./commands/partner-test.ts'),
      },
      {
        name: 'pause',
        description: 'stop sending; messages wait',
        load: () => import('./commands/partner-pause.ts'),
      },
      {
        name: 'resume',
        description: 'send again, with everything that has waited or was given up',
        load: () => import('./commands/partner-resume.ts'),
      },
      {
        name: 'resend',
        description: 'send a story again, or all stories that have changed in a range of time',
        load: () => import('./commands/partner-resend.ts'),
      },
    ],
  },
  {
    name: 'partner-kit',
    description: 'for partners: a receiver to begin with, and a test of importers',
    commands: [
      {
        name: 'receive',
        description: 'receive messages by push, verify and print them; --into stores them in another Dateline',
        load: () => import('./commands/partner-kit-receive.ts'),
      },
      {
        name: 'pull',
        description: 'take messages from a queue, and confirm them; --into stores them in another Dateline',
        load: () => import('./commands/partner-kit-pull.ts'),
      },
      {
        name: 'play',
        description: 'play every change of a story against an importer, with faults, and print what it handles',
        load: () => import('./commands/partner-kit-play.ts'),
      },
    ],
  },
  {
    name: 'key',
    description: 'keys of the HTTP API',
    commands: [
      {
        name: 'create',
        description: 'create a key, and print its token, which is shown once',
        load: () => import('./commands/key-create.ts'),
      },
      {
        name: 'list',
        description: 'print all keys, without their tokens',
        load: () => import('./commands/key-list.ts'),
      },
      {
        name: 'revoke',
        description: 'end a key at once',
        load: () => import('./commands/key-revoke.ts'),
      },
    ],
  },
];

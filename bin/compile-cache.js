import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Caching compiled code halves the start of a command. A folder that is not writable disables it. The cache is private
// to the user: in a shared folder another user could place code for this process.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/dateline', import.meta.url)));

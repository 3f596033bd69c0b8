import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** EXT4_IOC_SHUTDOWN with NOLOGFLUSH, as xfstests does it: everything that was not synchronized is gone. */
const SHUTDOWN =
  'open(my $folder, "<", $ARGV[0]) or die $!; my $how = pack("L", 2); ioctl($folder, 0x8004587D, $how) or die $!;';

const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** A file system of its own whose power can be cut. */
export class Disk {
  /** Where it is mounted. */
  readonly folder: string;
  readonly #image: string;

  /** @param megabytes of its size */
  constructor(place: string, megabytes: number) {
    this.#image = join(place, 'disk.img');
    this.folder = join(place, 'disk');
    mkdirSync(this.folder, { recursive: true });
    run('truncate', '-s', `${megabytes}M`, this.#image);
    run('mkfs.ext4', '-q', '-F', this.#image);
    this.mount();
  }

  mount(): void {
    run('mount', '-o', 'loop', this.#image, this.folder);
  }

  /** From now on nothing reaches the disk, and what had not reached it is lost. */
  cut(): void {
    run('perl', '-e', SHUTDOWN, this.folder);
  }

  unmount(): void {
    run('umount', this.folder);
  }

  /** Ends it for good. */
  remove(): void {
    try {
      this.unmount();
    } catch {
      // It was not mounted.
    }
    rmSync(this.#image, { force: true });
  }
}

/** Why power cannot be cut on this machine; `undefined` where it can. */
export function whyNoPowerCuts(place: string): string | undefined {
  if (process.platform !== 'linux') return 'it takes Linux';
  if (process.getuid?.() !== 0) return 'it takes root';
  let disk: Disk | undefined;
  try {
    disk = new Disk(join(place, 'trial'), 16);
    disk.cut();
    return undefined;
  } catch (error) {
    return `it takes loop devices, mkfs.ext4 and perl (${String((error as Error).message).split('\n')[0]})`;
  } finally {
    disk?.remove();
  }
}

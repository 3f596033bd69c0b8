import { createRequire } from 'node:module';

/** True if the package that resizes pictures was installed for this platform; it comes without an install script. */
export function canResize(): boolean {
  const resolve = createRequire(import.meta.url).resolve;
  const { platform, arch } = process;
  const names = platform === 'linux' ? ['linux', 'linuxmusl'] : [platform];
  return names.some((name) => {
    try {
      resolve(`@img/sharp-${name}-${arch}/package`);
      return true;
    } catch {
      return false;
    }
  });
}

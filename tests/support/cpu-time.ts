/** Returns the CPU time of this thread for some work, in milliseconds. Unlike wall time it does not grow on a busy machine. */
export function cpuMilliseconds(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

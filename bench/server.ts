/** A server in a process of its own, for what it takes in memory: tells its port, and its memory whenever it is asked. */
import { openBench } from './publication-of.ts';

const { quick, documents } = await openBench(process.argv[2] ?? ':memory:', { items: 30, clock: Date.now });
process.send?.({ port: quick.port });
process.on('message', () => process.send?.({ rss: process.memoryUsage().rss, kept: documents.size }));
process.on('disconnect', () => process.exit(0));

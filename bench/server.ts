/** A server in a process of its own, for measuring memory: sends its port, and its memory on request. */
import { openBench } from './publication-of.ts';

const { quick, documents } = await openBench(process.argv[2] ?? ':memory:', { items: 30, clock: Date.now });
process.send?.({ port: quick.port });
process.on('message', () => process.send?.({ rss: process.memoryUsage().rss, kept: documents.size }));
process.on('disconnect', () => process.exit(0));

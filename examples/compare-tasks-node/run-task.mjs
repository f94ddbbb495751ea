import { tasks } from './tasks.mjs';

// A Worker and a child process can both run this file:
// both find their arguments here
await tasks[process.argv[2]]();

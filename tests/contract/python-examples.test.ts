import { testExamples } from './examples-on-host.ts';

testExamples('python', 'a Python example prints in the page what it printed on real CPython');

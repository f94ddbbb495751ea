import { testExamples } from './examples-on-host.ts';

testExamples('node', 'a Node example prints in the page what it printed on real Node');

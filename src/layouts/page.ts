/** The few lines of script that every page has; each part is progressive and absent without harm. */
import { followActiveSection } from './active-section.ts';
import { connectSearch } from './search.ts';
import { connectThemeSelect } from './theme.ts';

connectThemeSelect();
connectSearch();
followActiveSection();

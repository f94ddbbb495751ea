/** Marks, in the list of sections, the one whose heading was scrolled past last. */
export function followActiveSection(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('a[data-section]')];
  const headings = links.flatMap(
    (link) => document.getElementById(decodeURIComponent(link.hash.slice(1))) ?? [],
  );
  if (headings.length === 0) return;

  const mark = (): void => {
    const passed = headings.findLastIndex((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
    links.forEach((link, index) => {
      if (index === passed) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    });
  };
  // Watches everything above the lower two thirds of the window, so that a jump past a heading counts as crossing it.
  const observer = new IntersectionObserver(mark, { rootMargin: '1000000px 0px -66% 0px' });
  headings.forEach((heading) => observer.observe(heading));

  // On narrow screens the list is in a popover, which would cover the section that the reader went to.
  const popover = links[0]?.closest<HTMLElement>('[popover]');
  links.forEach((link) => link.addEventListener('click', () => popover?.hidePopover()));
}

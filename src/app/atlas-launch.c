/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What launching cost, as the system tells it.  The program and the bare window that it is measured against ask here, so that
 * both are measured alike.  Linux; main thread. */

#include "app/atlas-launch.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Milliseconds since the process began, to the clock tick of 10 ms; negative when the system does not tell. */
static double
since_start (void)
{
  g_autofree char *stat = NULL;
  const char *at;
  struct timespec now;
  unsigned long long start = 0;

  if (!g_file_get_contents ("/proc/self/stat", &stat, NULL, NULL) || (at = strrchr (stat, ')')) == NULL)
    return -1;
  /* The 22nd field; the name, the second, may hold blanks. */
  for (int field = 2; field < 22 && at != NULL; field++)
    at = strchr (at + 1, ' ');
  if (at == NULL)
    return -1;
  start = g_ascii_strtoull (at, NULL, 10);
  clock_gettime (CLOCK_BOOTTIME, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6 - start * 1e3 / (double) sysconf (_SC_CLK_TCK);
}

static double
resident_mib (void)
{
  g_autofree char *statm = NULL;
  g_auto (GStrv) pieces = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL))
    return -1;
  pieces = g_strsplit (statm, " ", 3);
  return pieces[0] != NULL && pieces[1] != NULL
             ? g_ascii_strtod (pieces[1], NULL) * (double) sysconf (_SC_PAGESIZE) / (1024 * 1024)
             : -1;
}

void
atlas_launch_report (void)
{
  printf ("METRIC first_frame_ms %.1f\n", since_start ());
  printf ("METRIC rss_mib %.1f\n", resident_mib ());
  fflush (stdout);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The yardstick for launching: a bare window of libshumate without layers, as large as the program's, measured the same way
 * as the program does it with ATLAS_BENCH=launch.  Prints METRIC lines and ends after its first frame. */

#include <shumate/shumate.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "map/atlas-map-source.h"

#define WIDTH 1280
#define HEIGHT 800

/* Milliseconds since the process began, to the clock tick of 10 ms; negative when the system does not tell. */
static double
since_start (void)
{
  g_autofree char *stat = NULL;
  const char *at;
  struct timespec now;

  if (!g_file_get_contents ("/proc/self/stat", &stat, NULL, NULL) || (at = strrchr (stat, ')')) == NULL)
    return -1;
  /* The 22nd field; the name, the second, may hold blanks. */
  for (int field = 2; field < 22 && at != NULL; field++)
    at = strchr (at + 1, ' ');
  if (at == NULL)
    return -1;
  clock_gettime (CLOCK_BOOTTIME, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6 -
         (double) g_ascii_strtoull (at, NULL, 10) * 1e3 / (double) sysconf (_SC_CLK_TCK);
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

static void
on_after_paint (GdkFrameClock *clock,
                GApplication  *application)
{
  g_signal_handlers_disconnect_by_func (clock, on_after_paint, application);
  printf ("METRIC first_frame_ms %.1f\n", since_start ());
  printf ("METRIC rss_mib %.1f\n", resident_mib ());
  fflush (stdout);
  g_application_quit (application);
}

static void
on_activate (GtkApplication *application)
{
  GtkWidget *window = gtk_application_window_new (application);
  ShumateMap *map = shumate_map_new ();
  g_autoptr (ShumateMapSource) source = atlas_map_source_new ();

  shumate_viewport_set_reference_map_source (shumate_map_get_viewport (map), source);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (map));
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_after_paint), application);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GtkApplication) application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The yardstick for launching: a bare window of libshumate without layers, as large as the program's, measured the same way
 * as the program does it with ATLAS_BENCH=launch.  Prints METRIC lines and ends after its first frame. */

#include <shumate/shumate.h>

#include "app/atlas-launch.h"
#include "map/atlas-map-source.h"

#define WIDTH 1280
#define HEIGHT 800

static void
on_after_paint (GdkFrameClock *clock,
                GApplication  *application)
{
  g_signal_handlers_disconnect_by_func (clock, on_after_paint, application);
  atlas_launch_report ();
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasApplication: one process and one window a person.  Starting the program again with files opens them in the window
 * that is there.  Owns the preferences.  Main thread. */

#include "app/atlas-application.h"

#include <glib/gi18n-lib.h>

#include "app/atlas-launch.h"
#include "config.h"
#include "ui/atlas-window.h"

struct _AtlasApplication
{
  AdwApplication parent_instance;
  AtlasPrefs    *prefs;
  gboolean       bench;
};

G_DEFINE_FINAL_TYPE (AtlasApplication, atlas_application, ADW_TYPE_APPLICATION)

static void
apply_color_scheme (AtlasApplication *self)
{
  g_autofree char *name = atlas_prefs_get_string (self->prefs, "color-scheme");
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "color-scheme");

  if (g_str_equal (name, "light"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (name, "dark"))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (name));
}

static void
on_color_scheme (GSimpleAction *action,
                 GVariant      *value,
                 gpointer       user_data)
{
  AtlasApplication *self = user_data;
  static const char *const names[] = { "system", "light", "dark", NULL };

  if (g_strv_contains (names, g_variant_get_string (value, NULL)))
    atlas_prefs_set_string (self->prefs, "color-scheme", g_variant_get_string (value, NULL));
}

static void
on_quit (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  /* Closing lets the window remember its size; what belongs to it goes with it. */
  for (GList *item = gtk_application_get_windows (user_data); item != NULL; item = item->next)
    if (ATLAS_IS_WINDOW (item->data))
      {
        gtk_window_close (item->data);
        return;
      }
  g_application_quit (user_data);
}

static void
on_about (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  GtkWidget *about = adw_about_window_new ();

  g_object_set (about,
                "transient-for", gtk_application_get_active_window (user_data),
                "modal", TRUE,
                "application-name", _("Taihang Atlas"),
                "application-icon", APP_ID,
                "version", PACKAGE_VERSION,
                "developer-name", _("The Taihang Atlas developers"),
                "comments", _("A map of Changzhi in Shanxi for those who plan the city and those who show it to visitors."),
                "license-type", GTK_LICENSE_GPL_3_0,
                NULL);
  adw_about_window_add_legal_section (ADW_ABOUT_WINDOW (about), _("Map data"), NULL, GTK_LICENSE_CUSTOM,
                                      _("The layers are drawn from published reports and general knowledge; the source of "
                                        "each feature is told on its card. Boundaries are drawn schematically and are no "
                                        "reference for where they run."));
  adw_about_window_add_legal_section (ADW_ABOUT_WINDOW (about), _("Rivers and coasts"), "GSHHG © P. Wessel, W. H. F. Smith",
                                      GTK_LICENSE_LGPL_3_0, NULL);
  adw_about_window_add_legal_section (ADW_ABOUT_WINDOW (about), _("Places"), "GeoNames", GTK_LICENSE_CUSTOM,
                                      _("Creative Commons Attribution 4.0"));
  gtk_window_present (GTK_WINDOW (about));
}

static void
on_after_paint (GdkFrameClock *clock,
                AtlasWindow   *window)
{
  g_signal_handlers_disconnect_by_func (clock, on_after_paint, window);
  atlas_launch_report ();
  g_application_quit (G_APPLICATION (gtk_window_get_application (GTK_WINDOW (window))));
}

/* All is painted into textures, files that were asked for included; the next frame has it on the screen. */
static void
on_settled (AtlasMapView *map,
            GParamSpec   *pspec,
            AtlasWindow  *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (map));

  if (!atlas_map_view_get_settled (map) || clock == NULL || atlas_window_is_reading (window))
    return;
  g_signal_handlers_disconnect_by_func (map, on_settled, window);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), window);
  gtk_widget_queue_draw (GTK_WIDGET (map));
}

static AtlasWindow *
get_window (AtlasApplication *self)
{
  g_autoptr (AtlasProject) project = NULL;
  g_autoptr (GError) error = NULL;
  AtlasWindow *window;

  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (self)); item != NULL; item = item->next)
    if (ATLAS_IS_WINDOW (item->data))
      return item->data;

  project = atlas_project_new ();
  atlas_project_add_shipped (project, TRUE, &error);
  window = atlas_window_new (GTK_APPLICATION (self), project, self->prefs);
  if (error != NULL)
    atlas_window_say (window, error->message);
  if (self->bench)
    g_signal_connect (atlas_window_get_map (window), "notify::settled", G_CALLBACK (on_settled), window);
  return window;
}

static void
atlas_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (get_window (ATLAS_APPLICATION (application))));
}

static void
atlas_application_open (GApplication  *application,
                        GFile        **files,
                        int            n_files,
                        const char    *hint)
{
  AtlasWindow *window = get_window (ATLAS_APPLICATION (application));

  /* The files first, so that reading them goes on while the window is laid out. */
  atlas_window_open (window, files, (gsize) n_files);
  gtk_window_present (GTK_WINDOW (window));
}

static void
atlas_application_startup (GApplication *application)
{
  AtlasApplication *self = ATLAS_APPLICATION (application);
  static const GActionEntry entries[] = {
    { .name = "color-scheme", .parameter_type = "s", .state = "'system'", .change_state = on_color_scheme },
    { .name = "about", .activate = on_about },
    { .name = "quit", .activate = on_quit },
  };

  G_APPLICATION_CLASS (atlas_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (APP_ID);
  self->prefs = atlas_prefs_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->prefs, "changed::color-scheme", G_CALLBACK (apply_color_scheme), self, G_CONNECT_SWAPPED);
  apply_color_scheme (self);
  atlas_window_set_accels (GTK_APPLICATION (self));
}

static void
atlas_application_finalize (GObject *object)
{
  AtlasApplication *self = ATLAS_APPLICATION (object);

  g_clear_object (&self->prefs);
  G_OBJECT_CLASS (atlas_application_parent_class)->finalize (object);
}

static void
atlas_application_class_init (AtlasApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = atlas_application_finalize;
  G_APPLICATION_CLASS (klass)->startup = atlas_application_startup;
  G_APPLICATION_CLASS (klass)->activate = atlas_application_activate;
  G_APPLICATION_CLASS (klass)->open = atlas_application_open;
}

static void
atlas_application_init (AtlasApplication *self)
{
}

AtlasApplication *
atlas_application_new (gboolean bench)
{
  AtlasApplication *self;

  self = g_object_new (ATLAS_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN | (bench ? G_APPLICATION_NON_UNIQUE : 0),
                       NULL);
  self->bench = bench;
  return self;
}

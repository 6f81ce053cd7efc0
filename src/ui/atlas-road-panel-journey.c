/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journey of the road panel: where one stops, when one is there, and a copy of it for others.  Main thread; files are written
 * by a worker. */

#include "ui/atlas-road-panel-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "data/atlas-locale.h"
#include "route/atlas-along-export.h"
#include "ui/atlas-text.h"

/* -- stops ------------------------------------------------------------------------------------------------------- */

int
_atlas_road_panel_find_stop (AtlasRoadPanel *self,
                             guint           index)
{
  for (guint i = 0; i < self->stops->len; i++)
    if (g_array_index (self->stops, AtlasRoadStop, i).index == index)
      return (int) i;
  return -1;
}

static int
compare_stops (gconstpointer a,
               gconstpointer b)
{
  const guint one = ((const AtlasRoadStop *) a)->index, other = ((const AtlasRoadStop *) b)->index;

  return one < other ? -1 : one > other;
}

void
_atlas_road_panel_sort_stops (AtlasRoadPanel *self)
{
  g_array_sort (self->stops, compare_stops);
}

void
_atlas_road_panel_carry_stops (AtlasRoadPanel *self,
                               gboolean        turned)
{
  AtlasAlong *along = self->trip->along;

  for (guint i = self->stops->len; i-- > 0;)
    {
      AtlasRoadStop *stop = &g_array_index (self->stops, AtlasRoadStop, i);
      gboolean found = FALSE;

      for (gsize j = 0; j < atlas_along_get_n_items (along) && !found; j++)
        {
          const AtlasAlongItem *item = atlas_along_get_item (along, j);
          const guint passing = turned ? item->n_passings + 1u - item->passing : item->passing;

          found = item->feature == stop->feature && passing == stop->passing && atlas_along_get_table (along, item->layer) == stop->table;
          if (found)
            {
              stop->index = (guint) j;
              stop->passing = item->passing;
            }
        }
      if (!found)
        g_array_remove_index (self->stops, i);
    }
  g_array_sort (self->stops, compare_stops);
}

static void
changed (AtlasRoadPanel *self)
{
  _atlas_road_panel_changed (self);
  _atlas_road_panel_plan (self);
  _atlas_road_panel_show_stops (self);
}

void
_atlas_road_panel_tick (AtlasRoadPanel *self,
                        guint           index,
                        gboolean        ticked)
{
  const int known = _atlas_road_panel_find_stop (self, index);

  if (ticked == (known >= 0))
    return;
  if (ticked)
    {
      const AtlasAlongItem *item = atlas_along_get_item (self->trip->along, index);
      const AtlasRoadStop stop = { atlas_along_get_table (self->trip->along, item->layer), item->feature, item->passing, index, FALSE };

      g_array_append_val (self->stops, stop);
      g_array_sort (self->stops, compare_stops);
    }
  else
    g_array_remove_index (self->stops, (guint) known);
  changed (self);
  _atlas_road_panel_show_pins (self);
}

void
_atlas_road_panel_set_night (AtlasRoadPanel *self,
                             guint           index,
                             gboolean        day_ends)
{
  const int known = _atlas_road_panel_find_stop (self, index);

  if (known < 0)
    return;
  g_array_index (self->stops, AtlasRoadStop, known).day_ends = day_ends;
  changed (self);
}

/* -- times ------------------------------------------------------------------------------------------------------- */

static void
show_days (AtlasRoadPanel *self)
{
  const AtlasPlan *plan = self->plan_times;
  g_autoptr (GString) text = g_string_new (NULL), warning = g_string_new (NULL);

  for (guint i = 0; i < plan->n_days; i++)
    {
      const AtlasPlanDay *day = &plan->days[i];
      g_autofree char *start = atlas_road_text_time (day->start), *end = atlas_road_text_time (day->end);
      g_autofree char *km = atlas_road_text_km (day->drive), *driving = atlas_road_text_duration (day->drive_time);

      if (i > 0)
        g_string_append_c (text, '\n');
      /* Translators: "Day 1: 08:30 to 17:10; 96.4 km, 2 h 25 min of driving" */
      g_string_append_printf (text, _("Day %u: %s to %s; %s, %s of driving"), i + 1, start, end, km, driving);
      if (day->too_long)
        {
          g_string_append (warning, warning->len > 0 ? "\n" : "");
          g_string_append_printf (warning, _("Day %u is too long. Stay the night on the way, or stop at fewer places."), i + 1);
        }
    }
  if ((plan->warnings & ATLAS_PLAN_LATE) != 0)
    {
      g_string_append (warning, warning->len > 0 ? "\n" : "");
      g_string_append (warning, _("You arrive at a place after 17:30, when many close."));
    }
  gtk_label_set_text (self->plan, text->str);
  gtk_label_set_text (self->warning, warning->str);
  gtk_widget_set_visible (GTK_WIDGET (self->warning), warning->len > 0);
}

void
_atlas_road_panel_plan (AtlasRoadPanel *self)
{
  g_clear_pointer (&self->itinerary, atlas_itinerary_free);
  g_clear_pointer (&self->plan_times, atlas_plan_free);
  gtk_widget_set_visible (self->journey, self->stops->len > 0);
  gtk_label_set_text (self->hint, self->stops->len > 0 ? "" : _("Tick stops to plan times"));
  if (self->stops->len == 0 || self->trip == NULL || self->trip->along == NULL)
    return;
  self->itinerary = atlas_itinerary_new ();
  atlas_itinerary_set_title (self->itinerary, self->trip->title);
  atlas_itinerary_set_length (self->itinerary, atlas_route_line_get_length (self->trip->line));
  atlas_itinerary_set_speed (self->itinerary, gtk_spin_button_get_value (self->speed));
  atlas_itinerary_set_start (self->itinerary, gtk_spin_button_get_value (self->start));
  for (guint i = 0; i < self->stops->len; i++)
    {
      const AtlasRoadStop *stop = &g_array_index (self->stops, AtlasRoadStop, i);
      const guint at = atlas_itinerary_add_item (self->itinerary, self->trip->along, stop->index, self->trip->detours[stop->index]);

      atlas_itinerary_set_day_ends (self->itinerary, at, stop->day_ends);
    }
  self->plan_times = atlas_itinerary_plan (self->itinerary);
  show_days (self);
}

/* Minutes after midnight as a time of day, and back. */
static gboolean
on_start_output (GtkSpinButton *button)
{
  const int minutes = gtk_spin_button_get_value_as_int (button);
  g_autofree char *text = g_strdup_printf ("%02d:%02d", minutes / 60, minutes % 60);

  gtk_editable_set_text (GTK_EDITABLE (button), text);
  return TRUE;
}

static int
on_start_input (GtkSpinButton *button,
                double        *value)
{
  g_auto (GStrv) parts = g_strsplit_set (gtk_editable_get_text (GTK_EDITABLE (button)), ":.", 2);
  char *end = NULL;
  const long hours = parts[0] != NULL ? strtol (parts[0], &end, 10) : 0;
  const long minutes = parts[0] != NULL && parts[1] != NULL ? strtol (parts[1], NULL, 10) : 0;

  if (end == NULL || end == parts[0] || hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
    return GTK_INPUT_ERROR;
  *value = (double) (hours * 60 + minutes);
  return TRUE;
}

/* -- for others -------------------------------------------------------------------------------------------------- */

/* What is copied or saved: the journey, or, where nothing is ticked, the list.  @format: "text", "gpx", "kml", "csv", "md". */
static char *
export (AtlasRoadPanel *self,
        const char     *format)
{
  const gboolean chinese = atlas_locale_is_chinese ();
  const AtlasAlongExport options = { .title = self->trip->title, .chinese = chinese };
  AtlasItineraryFormat journey = ATLAS_ITINERARY_TEXT;
  AtlasAlongFormat list = ATLAS_ALONG_TEXT;

  if (g_str_equal (format, "gpx"))
    journey = ATLAS_ITINERARY_GPX, list = ATLAS_ALONG_GPX;
  else if (g_str_equal (format, "csv"))
    journey = ATLAS_ITINERARY_CSV, list = ATLAS_ALONG_CSV;
  else if (g_str_equal (format, "kml"))
    journey = ATLAS_ITINERARY_KML;
  else if (g_str_equal (format, "md"))
    journey = ATLAS_ITINERARY_MARKDOWN;
  if (self->itinerary != NULL)
    return atlas_itinerary_export (self->itinerary, journey, self->trip->line, chinese);
  if (list == ATLAS_ALONG_TEXT && journey != ATLAS_ITINERARY_TEXT)
    return NULL;
  return atlas_along_export (self->trip->along, list, &options);
}

static gboolean
has_list (AtlasRoadPanel *self)
{
  const gboolean has = self->trip != NULL && self->trip->along != NULL;

  if (!has)
    _atlas_road_panel_say (self, _("There is no list yet. Say where the journey starts and where it leads."));
  return has;
}

static void
copy_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  AtlasRoadPanel *self = ATLAS_ROAD_PANEL (widget);
  g_autofree char *text = NULL;

  if (!has_list (self))
    return;
  text = export (self, "text");
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  _atlas_road_panel_say (self, self->itinerary != NULL ? _("The journey is copied. Paste it into a message.")
                                                       : _("The list is copied. Paste it into a message."));
}

typedef struct
{
  char *path;
  char *text;
} ToSave;

static void
to_save_free (gpointer data)
{
  ToSave *to_save = data;

  g_free (to_save->path);
  g_free (to_save->text);
  g_free (to_save);
}

static void
run_save (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  const ToSave *to_save = data;
  GError *error = NULL;

  if (g_file_set_contents_full (to_save->path, to_save->text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0666, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  AtlasRoadPanel *self = ATLAS_ROAD_PANEL (source);
  const ToSave *to_save = g_task_get_task_data (G_TASK (result));
  g_autofree char *name = g_filename_display_basename (to_save->path), *shown = atlas_text_show (name, -1, TRUE), *text = NULL;
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    text = g_strdup_printf (_("“%s” saved."), shown);
  _atlas_road_panel_say (self, text != NULL ? text : error->message);
}

static void
on_response (AtlasRoadPanel  *self,
             int              response,
             GtkNativeDialog *dialog)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autofree char *text = file != NULL && self->trip != NULL && self->trip->along != NULL ? export (self, self->format) : NULL;

  if (file != NULL && path == NULL)
    _atlas_road_panel_say (self, _("A journey can only be saved to a folder of this computer."));
  else if (text != NULL)
    {
      /* Not to be stopped: whoever closes the panel meant to save. */
      g_autoptr (GTask) task = g_task_new (self, NULL, on_saved, NULL);
      ToSave *to_save = g_new (ToSave, 1);

      *to_save = (ToSave){ g_steal_pointer (&path), g_steal_pointer (&text) };
      g_task_set_task_data (task, to_save, to_save_free);
      g_task_run_in_thread (task, run_save);
    }
  gtk_native_dialog_destroy (dialog);
}

static void
save_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  AtlasRoadPanel *self = ATLAS_ROAD_PANEL (widget);
  const char *format = g_variant_get_string (parameter, NULL);
  g_autofree char *text = NULL, *title = NULL, *name = NULL;

  if (self->chooser != NULL || !has_list (self))
    return;
  text = export (self, format);
  if (text == NULL)
    {
      _atlas_road_panel_say (self, _("This format is for a journey. Tick in the list where you stop."));
      return;
    }
  title = g_strdup (self->trip->title);
  name = g_strdup_printf ("%s.%s", g_strdelimit (title, "/\\:*?\"<>|\n", '-'), format);
  g_free (self->format);
  self->format = g_strdup (format);
  self->chooser = gtk_file_chooser_native_new (_("Save the Journey"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

void
_atlas_road_panel_class_init_journey (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "road.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "road.save", "s", save_action);
}

void
_atlas_road_panel_init_journey (AtlasRoadPanel *self)
{
  g_signal_connect (self->start, "output", G_CALLBACK (on_start_output), NULL);
  g_signal_connect (self->start, "input", G_CALLBACK (on_start_input), NULL);
  gtk_spin_button_set_value (self->start, ATLAS_ITINERARY_START);
  gtk_spin_button_set_value (self->speed, ATLAS_ITINERARY_SPEED);
  on_start_output (self->start);
  g_signal_connect_object (self->start, "value-changed", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->speed, "value-changed", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasRoadRow: a line of what lies along the road; and the list model that it is made for.  Main thread. */

#include "ui/atlas-road-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "data/atlas-locale.h"
#include "ui/atlas-text.h"

/* How many rows a list begins with, which is what is in sight, and how many come at once after that. */
#define FIRST 12
#define AT_ONCE 8

/* -- the list ---------------------------------------------------------------------------------------------------- */

struct _AtlasRoadItem
{
  GObject parent_instance;
  guint   index;
};

G_DEFINE_FINAL_TYPE (AtlasRoadItem, atlas_road_item, G_TYPE_OBJECT)

static void
atlas_road_item_class_init (AtlasRoadItemClass *klass)
{
}

static void
atlas_road_item_init (AtlasRoadItem *self)
{
}

guint
atlas_road_item_get_index (AtlasRoadItem *self)
{
  g_return_val_if_fail (ATLAS_IS_ROAD_ITEM (self), 0);
  return self->index;
}

struct _AtlasRoadItems
{
  GObject parent_instance;
  guint   n;            /* so far */
  guint   all;
  guint   idle;         /* while it grows */
};

static GType
get_item_type (GListModel *model)
{
  return ATLAS_TYPE_ROAD_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return ATLAS_ROAD_ITEMS (model)->n;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  AtlasRoadItem *item;

  if (position >= ATLAS_ROAD_ITEMS (model)->n)
    return NULL;
  item = g_object_new (ATLAS_TYPE_ROAD_ITEM, NULL);
  item->index = position;
  return item;
}

static void
init_list_model (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AtlasRoadItems, atlas_road_items, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_list_model))

static void
atlas_road_items_dispose (GObject *object)
{
  g_clear_handle_id (&ATLAS_ROAD_ITEMS (object)->idle, g_source_remove);
  G_OBJECT_CLASS (atlas_road_items_parent_class)->dispose (object);
}

static void
atlas_road_items_class_init (AtlasRoadItemsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = atlas_road_items_dispose;
}

static gboolean
on_idle (gpointer data)
{
  AtlasRoadItems *self = data;
  const guint before = self->n;

  /* A list view that has its 200 rows makes no more, however many items come. */
  self->n = before < 200 + AT_ONCE ? MIN (self->all, before + AT_ONCE) : self->all;
  if (self->n == self->all)
    self->idle = 0;
  g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->n - before);
  return self->idle != 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
atlas_road_items_init (AtlasRoadItems *self)
{
}

AtlasRoadItems *
atlas_road_items_new (guint n)
{
  AtlasRoadItems *self = g_object_new (ATLAS_TYPE_ROAD_ITEMS, NULL);

  self->all = n;
  self->n = MIN (n, FIRST);
  if (self->n < n)
    self->idle = g_idle_add (on_idle, self);
  return self;
}

/* -- texts ------------------------------------------------------------------------------------------------------- */

char *
atlas_road_text_time (double minutes)
{
  const gint64 whole = llround (minutes);
  const int hour = (int) (whole % 1440 / 60), minute = (int) (whole % 60);

  return whole < 1440 ? g_strdup_printf ("%02d:%02d", hour, minute) : g_strdup_printf (_("%02d:%02d the next day"), hour, minute);
}

char *
atlas_road_text_duration (double minutes)
{
  const gint64 whole = llround (minutes);

  if (whole < 60)
    return g_strdup_printf (_("%d min"), (int) whole);
  if (whole % 60 == 0)
    return g_strdup_printf (_("%d h"), (int) (whole / 60));
  return g_strdup_printf (_("%d h %d min"), (int) (whole / 60), (int) (whole % 60));
}

char *
atlas_road_text_km (double metres)
{
  return g_strdup_printf (_("%.1f km"), metres / 1000);
}

/* -- the row ----------------------------------------------------------------------------------------------------- */

struct _AtlasRoadRow
{
  GtkBox     parent_instance;
  guint      index;
  gboolean   setting;         /* the buttons are set by us */
  GtkLabel  *number;
  GtkLabel  *name;
  GtkLabel  *where;
  GtkLabel  *more;
  GtkLabel  *times;
  GtkWidget *night;
  GtkWidget *check;
};

G_DEFINE_FINAL_TYPE (AtlasRoadRow, atlas_road_row, GTK_TYPE_BOX)

enum
{
  TICKED,
  NIGHT,
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_check_toggled (AtlasRoadRow *self)
{
  if (!self->setting)
    g_signal_emit (self, signals[TICKED], 0, gtk_check_button_get_active (GTK_CHECK_BUTTON (self->check)));
}

static void
on_night_toggled (AtlasRoadRow *self)
{
  if (!self->setting)
    g_signal_emit (self, signals[NIGHT], 0, gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->night)));
}

static void
on_clicked (AtlasRoadRow *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
atlas_road_row_class_init (AtlasRoadRowClass *klass)
{
  const GType type = G_TYPE_FROM_CLASS (klass);

  signals[TICKED] = g_signal_new ("ticked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[NIGHT] = g_signal_new ("night", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[ACTIVATED] = g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkLabel *
add_label (GtkWidget  *box,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
atlas_road_row_init (AtlasRoadRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_box_set_spacing (GTK_BOX (self), 8);
  gtk_widget_add_css_class (GTK_WIDGET (self), "road-row");
  self->number = add_label (GTK_WIDGET (self), "road-number");
  gtk_label_set_ellipsize (self->number, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_xalign (self->number, 0.5);
  gtk_widget_set_valign (GTK_WIDGET (self->number), GTK_ALIGN_START);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (self), box);
  self->name = add_label (box, "road-name");
  self->where = add_label (box, "road-where");
  self->more = add_label (box, "road-where");
  self->times = add_label (box, "road-times");
  self->night = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (self->night), "weather-clear-night-symbolic");
  gtk_widget_set_tooltip_text (self->night, _("Stay the night here"));
  gtk_widget_add_css_class (self->night, "flat");
  gtk_widget_add_css_class (self->night, "road-night");
  gtk_widget_set_valign (self->night, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self), self->night);
  self->check = gtk_check_button_new ();
  gtk_widget_set_tooltip_text (self->check, _("Stop here"));
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self), self->check);
  g_signal_connect_swapped (self->check, "toggled", G_CALLBACK (on_check_toggled), self);
  g_signal_connect_swapped (self->night, "toggled", G_CALLBACK (on_night_toggled), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_clicked), self);
  gtk_widget_add_controller (box, GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
atlas_road_row_new (void)
{
  return g_object_new (ATLAS_TYPE_ROAD_ROW, NULL);
}

guint
atlas_road_row_get_index (AtlasRoadRow *self)
{
  g_return_val_if_fail (ATLAS_IS_ROAD_ROW (self), 0);
  return self->index;
}

/* "Left 0.8 km", "on the road" */
static char *
dup_side (const AtlasAlongItem *item)
{
  const gboolean by_road = !isnan (item->road);
  const double far = by_road ? item->road + item->rest : item->offset;
  /* To ten metres: places are not known better. */
  g_autofree char *distance = far < 995 ? g_strdup_printf (_("%d m"), (int) lround (far / 10) * 10) : atlas_road_text_km (far);
  /* Translators: a distance: "3.2 km by road" */
  g_autofree char *km = by_road ? g_strdup_printf (_("%s by road"), distance) : g_steal_pointer (&distance);

  switch (item->side)
    {
    case ATLAS_ROUTE_LEFT:
      return g_strdup_printf (_("left %s"), km);
    case ATLAS_ROUTE_RIGHT:
      return g_strdup_printf (_("right %s"), km);
    case ATLAS_ROUTE_ON:
    default:
      return g_strdup (_("on the road"));
    }
}

/* " · 1st of 2 passings" */
static char *
dup_passing (const AtlasAlongItem *item)
{
  /* Translators: the road passes this place several times; this is time 1 of 2.  Keep it short */
  return item->n_passings > 1 ? g_strdup_printf (_(" · pass %u of %u"), (guint) item->passing, (guint) item->n_passings) : g_strdup ("");
}

/* "Visit 2 h · next 4.2 km": what is known of it. */
static char *
dup_more (const AtlasTrip *trip,
          guint            index)
{
  const double visit = atlas_along_get_visit_minutes (trip->along, index);
  g_autofree char *next = atlas_road_text_km (atlas_along_get_to_next (trip->along, index));
  g_autoptr (GString) text = g_string_new (NULL);

  if (isfinite (visit))
    {
      g_autofree char *duration = atlas_road_text_duration (visit);

      g_string_append_printf (text, _("visit %s"), duration);
      g_string_append (text, " · ");
    }
  g_string_append_printf (text, index + 1 < atlas_along_get_n_items (trip->along) ? _("next %s") : _("end %s"), next);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
atlas_road_row_show (AtlasRoadRow    *self,
                     const AtlasTrip *trip,
                     guint            index)
{
  const AtlasAlongItem *item = atlas_along_get_item (trip->along, index);
  const char *own = atlas_along_get_name (trip->along, index, !atlas_locale_is_chinese ());
  g_autofree char *name = own != NULL ? atlas_text_show (own, -1, TRUE) : g_strdup (_("Without a name"));
  g_autofree char *number = g_strdup_printf ("%u", index + 1), *k = atlas_chainage_format (item->measure), *side = dup_side (item);
  g_autofree char *passing = dup_passing (item), *where = g_strdup_printf ("%s · %s%s", k, side, passing), *more = dup_more (trip, index);
  g_autofree char *stop = g_strdup_printf (_("Stop at %s"), name), *night = g_strdup_printf (_("Stay the night at %s"), name);

  self->index = index;
  gtk_label_set_text (self->number, number);
  gtk_label_set_text (self->name, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), name);
  gtk_label_set_text (self->where, where);
  gtk_label_set_text (self->more, more);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, stop, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->night), GTK_ACCESSIBLE_PROPERTY_LABEL, night, -1);
}

void
atlas_road_row_set_stop (AtlasRoadRow        *self,
                         const AtlasPlanStop *stop,
                         gboolean             day_ends)
{
  g_return_if_fail (ATLAS_IS_ROAD_ROW (self));
  self->setting = TRUE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), stop != NULL);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->night), stop != NULL && day_ends);
  self->setting = FALSE;
  gtk_widget_set_visible (self->night, stop != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->times), stop != NULL);
  if (stop != NULL)
    {
      g_autofree char *arrive = atlas_road_text_time (stop->arrive), *leave = atlas_road_text_time (stop->leave);
      /* Translators: when one arrives and leaves */
      g_autofree char *text = g_strdup_printf (_("arrive %s, leave %s"), arrive, leave);

      gtk_label_set_text (self->times, text);
      gtk_widget_add_css_class (GTK_WIDGET (self->number), "stop");
    }
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->number), "stop");
}

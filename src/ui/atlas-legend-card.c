/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasLegendCard: the legend over the map.
 *
 * A worker makes the legend of a snapshot of the map; while it does, changes are only noted, so at most one is at work, and a map
 * that moves gets a new legend a few times a second, not for each frame.  Nothing is made while the card is closed.  Lines are
 * filled anew in place, for most stay what they are.  Main thread. */

#include "ui/atlas-legend-card.h"

#include <glib/gi18n-lib.h>

#include "render/atlas-scene.h"
#include "ui/atlas-legend-lines.h"

/* From a change to the legend that follows it, milliseconds. */
#define DELAY 120

struct _AtlasLegendCard
{
  GtkWidget      parent_instance;
  AtlasMapView  *map;             /* not owned */
  AtlasProject  *project;
  GPtrArray     *watched;         /* AtlasLayer */
  GtkWidget     *button;          /* while it is closed */
  GtkWidget     *card;
  GtkWidget     *in_view_button;
  GtkWidget     *lines;
  GtkWidget     *nothing;
  gboolean       open;
  gboolean       in_view;
  guint          timer;
  gboolean       changed;         /* since the work began */
  GCancellable  *work;            /* (nullable): while a worker is at it */
};

enum
{
  PROP_OPEN = 1,
  PROP_IN_VIEW,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AtlasLegendCard, atlas_legend_card, GTK_TYPE_WIDGET)

/* What the worker is asked for. */
typedef struct
{
  AtlasScene       *scene;
  AtlasView         view;
  double            rotation;
  AtlasLegendFlags  flags;
} Request;

static void start (AtlasLegendCard *self,
                   guint            delay);

static void
request_free (Request *request)
{
  atlas_scene_unref (request->scene);
  g_free (request);
}

static void
make_legend (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  const Request *request = data;
  gsize n;
  const AtlasLegendLayer *layers = atlas_scene_get_legend_layers (request->scene, &n);
  AtlasLegend *legend = atlas_legend_new (layers, n, &request->view, request->rotation, request->flags, cancellable);

  if (legend != NULL)
    g_task_return_pointer (task, legend, (GDestroyNotify) atlas_legend_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
}

static void
on_made (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  AtlasLegendCard *self = ATLAS_LEGEND_CARD (object);
  g_autoptr (AtlasLegend) legend = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self->work != g_task_get_cancellable (G_TASK (result)))
    return;
  g_clear_object (&self->work);
  if (legend == NULL)
    return;
  atlas_legend_lines_show (ATLAS_LEGEND_LINES (self->lines), legend);
  gtk_widget_set_visible (self->nothing, atlas_legend_get_n_sections (legend) == 0);
  if (self->changed)
    start (self, DELAY);
}

static gboolean
on_timer (gpointer data)
{
  AtlasLegendCard *self = data;
  g_autoptr (GTask) task = NULL;
  Request *request;

  self->timer = 0;
  self->changed = FALSE;
  request = g_new0 (Request, 1);
  request->scene = atlas_scene_new (self->project);
  atlas_map_view_get_view (self->map, &request->view);
  request->rotation = atlas_map_view_get_rotation (self->map);
  request->flags = ATLAS_LEGEND_COUNT | ATLAS_LEGEND_GROUND;
  if (self->in_view)
    request->flags |= ATLAS_LEGEND_IN_VIEW | ATLAS_LEGEND_AT_ZOOM;
  self->work = g_cancellable_new ();
  task = g_task_new (self, self->work, on_made, NULL);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_task_run_in_thread (task, make_legend);
  return G_SOURCE_REMOVE;
}

static void
start (AtlasLegendCard *self,
       guint            delay)
{
  self->changed = TRUE;
  if (self->open && self->timer == 0 && self->work == NULL)
    self->timer = g_timeout_add (delay, on_timer, self);
}

static void
stop (AtlasLegendCard *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->work != NULL)
    g_cancellable_cancel (self->work);
  g_clear_object (&self->work);
}

static void
on_changed (AtlasLegendCard *self)
{
  start (self, DELAY);
}

static void
on_view_changed (AtlasLegendCard *self)
{
  if (self->in_view)
    start (self, DELAY);
}

static void
on_layer_changed (AtlasLegendCard *self,
                  GParamSpec      *property)
{
  if (!g_str_equal (property->name, "progress"))
    start (self, DELAY);
}

static void
unwatch (gpointer data,
         gpointer self)
{
  g_signal_handlers_disconnect_by_func (data, on_layer_changed, self);
}

static void
watch (AtlasLegendCard *self,
       AtlasLayer      *layer)
{
  g_ptr_array_add (self->watched, g_object_ref (layer));
  g_signal_connect_object (layer, "notify", G_CALLBACK (on_layer_changed), self, G_CONNECT_SWAPPED);
}

static void
on_items_changed (AtlasLegendCard *self)
{
  g_ptr_array_foreach (self->watched, unwatch, self);
  g_ptr_array_set_size (self->watched, 0);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      watch (self, layer);
    }
  start (self, DELAY);
}

static void
set_open (AtlasLegendCard *self,
          gboolean         open)
{
  GtkWidget *gone = open ? self->button : self->card;
  gboolean focused;

  if (self->open == open)
    return;
  focused = gtk_widget_get_focus_child (GTK_WIDGET (self)) == gone;
  self->open = open;
  gtk_widget_set_visible (self->button, !open);
  gtk_widget_set_visible (self->card, open);
  if (focused)
    gtk_widget_child_focus (open ? self->card : self->button, GTK_DIR_TAB_FORWARD);
  if (open)
    start (self, 0);
  else
    stop (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OPEN]);
}

static void
set_in_view (AtlasLegendCard *self,
             gboolean         in_view)
{
  if (self->in_view == in_view)
    return;
  self->in_view = in_view;
  start (self, 0);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IN_VIEW]);
}

static void
on_open_clicked (AtlasLegendCard *self)
{
  set_open (self, !self->open);
}

static void
atlas_legend_card_get_property (GObject    *object,
                                guint       id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  AtlasLegendCard *self = ATLAS_LEGEND_CARD (object);

  switch (id)
    {
    case PROP_OPEN:
      g_value_set_boolean (value, self->open);
      break;

    case PROP_IN_VIEW:
      g_value_set_boolean (value, self->in_view);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
atlas_legend_card_set_property (GObject      *object,
                                guint         id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  AtlasLegendCard *self = ATLAS_LEGEND_CARD (object);

  switch (id)
    {
    case PROP_OPEN:
      set_open (self, g_value_get_boolean (value));
      break;

    case PROP_IN_VIEW:
      set_in_view (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
atlas_legend_card_dispose (GObject *object)
{
  AtlasLegendCard *self = ATLAS_LEGEND_CARD (object);

  stop (self);
  if (self->watched != NULL)
    g_ptr_array_foreach (self->watched, unwatch, self);
  g_clear_pointer (&self->watched, g_ptr_array_unref);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->card, gtk_widget_unparent);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (atlas_legend_card_parent_class)->dispose (object);
}

static void
atlas_legend_card_class_init (AtlasLegendCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = atlas_legend_card_get_property;
  object_class->set_property = atlas_legend_card_set_property;
  object_class->dispose = atlas_legend_card_dispose;
  props[PROP_OPEN] = g_param_spec_boolean ("open", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_IN_VIEW] = g_param_spec_boolean ("in-view", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
make_head (AtlasLegendCard *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *title = gtk_label_new (_("Legend"));
  GtkWidget *close = gtk_button_new_from_icon_name ("pan-down-symbolic");
  const char *say = _("Close the legend (Ctrl+L)");

  gtk_widget_add_css_class (head, "legend-head");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (title, "heading");
  gtk_box_append (GTK_BOX (head), title);

  self->in_view_button = gtk_check_button_new_with_label (_("In view only"));
  gtk_widget_add_css_class (self->in_view_button, "legend-in-view");
  gtk_widget_set_focus_on_click (self->in_view_button, FALSE);
  gtk_widget_set_tooltip_text (self->in_view_button, _("Explain only what is in view at this zoom"));
  g_object_bind_property (self, "in-view", self->in_view_button, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  gtk_box_append (GTK_BOX (head), self->in_view_button);

  gtk_widget_add_css_class (close, "flat");
  gtk_widget_add_css_class (close, "card-close");
  gtk_widget_set_valign (close, GTK_ALIGN_CENTER);
  gtk_widget_set_focus_on_click (close, FALSE);
  gtk_widget_set_tooltip_text (close, say);
  gtk_accessible_update_property (GTK_ACCESSIBLE (close), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Close the legend"), -1);
  g_signal_connect_swapped (close, "clicked", G_CALLBACK (on_open_clicked), self);
  gtk_box_append (GTK_BOX (head), close);
  return head;
}

static void
atlas_legend_card_init (AtlasLegendCard *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (), *inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->in_view = TRUE;
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->button = gtk_button_new_with_label (_("Legend"));
  gtk_widget_add_css_class (self->button, "legend-button");
  gtk_widget_set_focus_on_click (self->button, FALSE);
  gtk_widget_set_halign (self->button, GTK_ALIGN_START);
  gtk_widget_set_valign (self->button, GTK_ALIGN_END);
  gtk_widget_set_tooltip_text (self->button, _("What the symbols mean (Ctrl+L)"));
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_open_clicked), self);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));

  self->card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->card, "legend-card");
  gtk_widget_set_visible (self->card, FALSE);
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->card), make_head (self));
  self->lines = atlas_legend_lines_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->lines), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Legend"), -1);
  self->nothing = gtk_label_new (_("Nothing in view needs explaining."));
  gtk_widget_add_css_class (self->nothing, "dim-label");
  gtk_widget_set_visible (self->nothing, FALSE);
  gtk_label_set_xalign (GTK_LABEL (self->nothing), 0);
  gtk_box_append (GTK_BOX (inner), self->nothing);
  gtk_box_append (GTK_BOX (inner), self->lines);
  gtk_widget_add_css_class (inner, "legend-body");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), inner);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (self->card), scrolled);
}

GtkWidget *
atlas_legend_card_new (AtlasMapView *map,
                       AtlasProject *project)
{
  AtlasLegendCard *self = g_object_new (ATLAS_TYPE_LEGEND_CARD, NULL);

  self->map = map;
  self->project = g_object_ref (project);
  g_signal_connect_object (map, "view-changed", G_CALLBACK (on_view_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "notify", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  on_items_changed (self);
  return GTK_WIDGET (self);
}

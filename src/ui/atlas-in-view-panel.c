/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasInViewPanel: each time the map has stood still for a moment a worker lists what is in view.  Lines that stay keep their
 * entries, so the keyboard and the reader of the screen stay where they are while the list changes around them.  Main thread. */

#include "ui/atlas-in-view-panel.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "project/atlas-in-view.h"
#include "ui/atlas-in-view-row.h"
#include "ui/atlas-text.h"

/* So long the map stands still before it is asked, milliseconds. */
#define CALM 250

/* Of each layer. */
#define MOST 100

/* Looks at whether a line is there yet. */
#define TRIES 20

struct _AtlasInViewPanel
{
  AdwBin              parent_instance;
  AtlasProject       *project;
  AtlasMapView       *map;
  GCancellable       *cancellable;   /* (nullable): of the question under way */
  guint               timer;
  guint               focusing;      /* until the line that gets the keyboard is there */
  guint               n_tries;
  gboolean            shown;         /* follows the map */
  gboolean            fresh;         /* the keyboard goes to the next list */
  GHashTable         *entries;       /* (owned) key → AtlasInViewEntry: those of the list */
  GListStore         *store;
  GtkSingleSelection *selection;
  GPtrArray          *rows;          /* (unowned) GtkListItem: those that show something */

  GtkLabel           *summary;
  GtkDropDown        *order;
  GtkWidget          *nothing;
  GtkWidget          *scroller;
  GtkListView        *list;
};

enum
{
  CLOSE,
  TOLD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AtlasInViewPanel, atlas_in_view_panel, ADW_TYPE_BIN)

static AtlasInViewEntry *
get_chosen (AtlasInViewPanel *self)
{
  AtlasInViewEntry *entry = gtk_single_selection_get_selected_item (self->selection);

  return entry != NULL && atlas_in_view_entry_get_line (entry) == ATLAS_IN_VIEW_FEATURE ? entry : NULL;
}

static void
show_chosen (AtlasInViewPanel *self)
{
  AtlasInViewEntry *entry = get_chosen (self);

  if (!self->shown)
    return;
  if (entry != NULL)
    atlas_map_view_set_highlight (self->map, atlas_in_view_entry_get_layer (entry), atlas_in_view_entry_get_item (entry)->feature);
  else
    atlas_map_view_set_highlight (self->map, NULL, 0);
}

/* -- the keyboard ------------------------------------------------------------------------------------------------ */

/* Lists have no way to be told which line gets the keyboard: its widget does, which is there after the next layout. */
static gboolean
focus_chosen (gpointer data)
{
  AtlasInViewPanel *self = data;
  const guint selected = gtk_single_selection_get_selected (self->selection);

  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkListItem *item = g_ptr_array_index (self->rows, i);
      GtkWidget *child = gtk_list_item_get_child (item);

      if (gtk_list_item_get_position (item) == selected && gtk_widget_get_parent (child) != NULL
          && gtk_widget_grab_focus (gtk_widget_get_parent (child)))
        {
          self->focusing = 0;
          return G_SOURCE_REMOVE;
        }
    }
  if (++self->n_tries < TRIES)
    return G_SOURCE_CONTINUE;
  self->focusing = 0;
  return G_SOURCE_REMOVE;
}

static void
begin_focus (AtlasInViewPanel *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->store));
  guint selected;

  if (gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION && n > 1)
    gtk_single_selection_set_selected (self->selection, 1);
  selected = gtk_single_selection_get_selected (self->selection);
  if (selected == GTK_INVALID_LIST_POSITION)
    return;
  /* With the first feature the heading above it comes into sight too. */
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u",
                              selected == 1 ? 0 : selected);
  g_clear_handle_id (&self->focusing, g_source_remove);
  self->n_tries = 0;
  self->focusing = g_timeout_add (16, focus_chosen, self);
}

/* -- the list ---------------------------------------------------------------------------------------------------- */

static void
add_entry (AtlasInViewPanel      *self,
           GPtrArray             *list,
           GHashTable            *entries,
           AtlasInViewLine        line,
           AtlasLayer            *layer,
           gsize                  count,
           const AtlasInViewItem *item)
{
  char *key = g_strdup_printf ("%d %u %s", (int) line, item != NULL ? item->feature : 0, atlas_layer_get_id (layer));
  AtlasInViewEntry *known = g_hash_table_lookup (self->entries, key), *entry;

  /* A layer that was taken away and opened again is another one. */
  if (known != NULL && atlas_in_view_entry_get_layer (known) == layer)
    {
      entry = g_object_ref (known);
      atlas_in_view_entry_renew (entry, count, item);
    }
  else
    entry = atlas_in_view_entry_new (line, layer, count, item);
  g_hash_table_insert (entries, key, entry);
  g_ptr_array_add (list, entry);
}

static void
show_summary (AtlasInViewPanel *self,
              GPtrArray        *groups)
{
  g_autofree char *text = NULL, *count = NULL;
  gsize total = 0;

  for (guint i = 0; i < groups->len; i++)
    total += ((AtlasInViewGroup *) g_ptr_array_index (groups, i))->total;
  count = atlas_text_count (total);
  text = g_strdup_printf (ngettext ("%s feature", "%s features", total), count);
  gtk_label_set_text (self->summary, text);
  gtk_widget_set_visible (self->nothing, total == 0);
  gtk_widget_set_visible (self->scroller, total > 0);
}

static void
show_groups (AtlasInViewPanel *self,
             GPtrArray        *groups)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  GHashTable *entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  const gboolean focused = gtk_widget_get_focus_child (GTK_WIDGET (self->list)) != NULL;

  for (guint i = 0; i < groups->len; i++)
    {
      const AtlasInViewGroup *group = g_ptr_array_index (groups, i);

      /* Its table may have been replaced since; then it is asked again. */
      if (atlas_layer_get_table (group->layer) != group->table)
        continue;
      add_entry (self, list, entries, ATLAS_IN_VIEW_LAYER, group->layer, group->total, NULL);
      for (guint k = 0; k < group->n_items; k++)
        add_entry (self, list, entries, ATLAS_IN_VIEW_FEATURE, group->layer, 0, &group->items[k]);
      if (group->total > group->n_items)
        add_entry (self, list, entries, ATLAS_IN_VIEW_MORE, group->layer, group->total - group->n_items, NULL);
    }
  g_list_store_splice (self->store, 0, g_list_model_get_n_items (G_LIST_MODEL (self->store)), list->pdata, list->len);
  g_hash_table_unref (self->entries);
  self->entries = entries;
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkListItem *item = g_ptr_array_index (self->rows, i);

      if (gtk_list_item_get_item (item) != NULL)
        atlas_in_view_row_show (gtk_list_item_get_child (item), gtk_list_item_get_item (item));
    }
  show_summary (self, groups);
  show_chosen (self);
  if (self->fresh || focused)
    begin_focus (self);
  self->fresh = FALSE;
}

static void
on_listed (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (AtlasInViewPanel) self = data;
  g_autoptr (GPtrArray) groups = atlas_in_view_finish (ATLAS_PROJECT (object), result, NULL);

  if (groups == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  show_groups (self, groups);
}

static void
stop (AtlasInViewPanel *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->focusing, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static gboolean
on_calm (gpointer data)
{
  AtlasInViewPanel *self = data;
  AtlasInViewQuery query = { .most = MOST };
  AtlasView view;

  self->timer = 0;
  stop (self);
  atlas_map_view_get_view (self->map, &view);
  query.extent = atlas_view_get_extent (&view, 0);
  query.lon = view.lon;
  query.lat = view.lat;
  query.zoom = view.zoom;
  query.order = gtk_drop_down_get_selected (self->order) == 0 ? ATLAS_IN_VIEW_BY_IMPORTANCE : ATLAS_IN_VIEW_BY_NEARNESS;
  self->cancellable = g_cancellable_new ();
  atlas_in_view_async (self->project, &query, self->cancellable, on_listed, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
ask (AtlasInViewPanel *self)
{
  if (!self->shown)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (CALM, on_calm, self);
}

/* -- what changes ------------------------------------------------------------------------------------------------ */

static void
watch_layer (AtlasInViewPanel *self,
             AtlasLayer       *layer)
{
  static const char *const told[] = { "notify::table", "notify::visible", "notify::style", "notify::title" };

  g_signal_handlers_disconnect_by_func (layer, ask, self);
  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    g_signal_connect_object (layer, told[i], G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
}

static void
on_items_changed (AtlasInViewPanel *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);

      watch_layer (self, layer);
    }
  ask (self);
}

static void
on_activated (AtlasInViewPanel *self,
              guint             position)
{
  g_autoptr (AtlasInViewEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->store), position);
  const AtlasInViewItem *item;

  if (entry == NULL || atlas_in_view_entry_get_line (entry) != ATLAS_IN_VIEW_FEATURE)
    return;
  item = atlas_in_view_entry_get_item (entry);
  g_signal_emit (self, signals[TOLD], 0, atlas_in_view_entry_get_layer (entry), (guint64) item->feature, item->lon, item->lat);
}

static void
on_close (AtlasInViewPanel *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static gboolean
on_key (AtlasInViewPanel *self,
        guint             key,
        guint             code,
        GdkModifierType   state)
{
  if (key != GDK_KEY_Escape || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  on_close (self);
  return GDK_EVENT_STOP;
}

/* -- widgets ----------------------------------------------------------------------------------------------------- */

static void
on_setup (AtlasInViewPanel *self,
          GtkListItem      *item)
{
  gtk_list_item_set_child (item, atlas_in_view_row_new ());
}

/* What has the keyboard is chosen, whichever key brought it there. */
static void
on_row_enter (GtkListItem *item)
{
  GtkWidget *child = gtk_list_item_get_child (item);
  GtkWidget *panel = child != NULL ? gtk_widget_get_ancestor (child, ATLAS_TYPE_IN_VIEW_PANEL) : NULL;

  if (panel != NULL && gtk_list_item_get_selectable (item))
    gtk_single_selection_set_selected (ATLAS_IN_VIEW_PANEL (panel)->selection, gtk_list_item_get_position (item));
}

static void
watch_row (GtkListItem *item)
{
  GtkWidget *row = gtk_widget_get_parent (gtk_list_item_get_child (item));
  GtkEventController *focus;

  if (row == NULL || g_object_get_data (G_OBJECT (row), "atlas-watched") != NULL)
    return;
  g_object_set_data (G_OBJECT (row), "atlas-watched", row);
  focus = gtk_event_controller_focus_new ();
  g_signal_connect_object (focus, "enter", G_CALLBACK (on_row_enter), item, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (row, focus);
}

static void
on_bind (AtlasInViewPanel *self,
         GtkListItem      *item)
{
  AtlasInViewEntry *entry = gtk_list_item_get_item (item);
  const gboolean feature = atlas_in_view_entry_get_line (entry) == ATLAS_IN_VIEW_FEATURE;

  gtk_list_item_set_selectable (item, feature);
  gtk_list_item_set_activatable (item, feature);
  atlas_in_view_row_show (gtk_list_item_get_child (item), entry);
  g_ptr_array_add (self->rows, item);
  watch_row (item);
}

static void
on_unbind (AtlasInViewPanel *self,
           GtkListItem      *item)
{
  if (self->rows != NULL)
    g_ptr_array_remove_fast (self->rows, item);
}

static GtkWidget *
build_head (AtlasInViewPanel *self)
{
  const char *const orders[] = { _("By importance"), _("By nearness"), NULL };
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *back = gtk_button_new_from_icon_name ("go-previous-symbolic");
  GtkWidget *titles = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *heading = gtk_label_new (_("In view")), *summary = gtk_label_new (NULL);

  gtk_widget_add_css_class (head, "style-head");
  gtk_widget_add_css_class (back, "flat");
  gtk_widget_set_valign (back, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (back, _("Back to the layers (Esc)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Back to the layers (Esc)"), -1);
  g_signal_connect_swapped (back, "clicked", G_CALLBACK (on_close), self);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_label_set_xalign (GTK_LABEL (summary), 0);
  gtk_label_set_ellipsize (GTK_LABEL (summary), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (summary, "caption");
  gtk_widget_add_css_class (summary, "dim-label");
  self->summary = GTK_LABEL (summary);
  gtk_widget_set_hexpand (titles, TRUE);
  gtk_box_append (GTK_BOX (titles), heading);
  gtk_box_append (GTK_BOX (titles), summary);
  self->order = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (orders));
  gtk_widget_add_css_class (GTK_WIDGET (self->order), "in-view-order");
  gtk_widget_set_valign (GTK_WIDGET (self->order), GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->order), _("The order within a layer"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->order), GTK_ACCESSIBLE_PROPERTY_LABEL, _("The order within a layer"), -1);
  g_signal_connect_swapped (self->order, "notify::selected", G_CALLBACK (ask), self);
  gtk_box_append (GTK_BOX (head), back);
  gtk_box_append (GTK_BOX (head), titles);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->order));
  return head;
}

static void
build_list (AtlasInViewPanel *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), self, G_CONNECT_SWAPPED);
  self->store = g_list_store_new (ATLAS_TYPE_IN_VIEW_ENTRY);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->store)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (show_chosen), self, G_CONNECT_SWAPPED);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory));
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "in-view-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What is in view"), -1);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->list));
  gtk_widget_set_vexpand (self->scroller, TRUE);
}

static void
atlas_in_view_panel_dispose (GObject *object)
{
  AtlasInViewPanel *self = ATLAS_IN_VIEW_PANEL (object);

  self->shown = FALSE;
  stop (self);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_clear_object (&self->selection);
  g_clear_object (&self->store);
  g_clear_object (&self->project);
  G_OBJECT_CLASS (atlas_in_view_panel_parent_class)->dispose (object);
}

static void
atlas_in_view_panel_class_init (AtlasInViewPanelClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_in_view_panel_dispose;
  signals[CLOSE] = g_signal_new ("close", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TOLD] = g_signal_new ("told", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 4, ATLAS_TYPE_LAYER, G_TYPE_UINT64,
                                G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

static void
atlas_in_view_panel_init (AtlasInViewPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->rows = g_ptr_array_new ();
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  gtk_widget_add_css_class (box, "layer-panel");
  gtk_box_append (GTK_BOX (box), build_head (self));
  build_list (self);
  self->nothing = gtk_label_new (_("None of the layers that are shown has anything here."));
  gtk_label_set_wrap (GTK_LABEL (self->nothing), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->nothing), 0);
  gtk_widget_add_css_class (self->nothing, "search-nothing");
  gtk_widget_set_visible (self->nothing, FALSE);
  gtk_box_append (GTK_BOX (box), self->nothing);
  gtk_box_append (GTK_BOX (box), self->scroller);
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
atlas_in_view_panel_new (AtlasProject *project,
                         AtlasMapView *map)
{
  AtlasInViewPanel *self = g_object_new (ATLAS_TYPE_IN_VIEW_PANEL, NULL);

  self->project = g_object_ref (project);
  self->map = map;
  g_signal_connect_object (project, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "notify::basemap-visible", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (map, "view-changed", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  on_items_changed (self);
  return GTK_WIDGET (self);
}

void
atlas_in_view_panel_begin (AtlasInViewPanel *self)
{
  g_return_if_fail (ATLAS_IS_IN_VIEW_PANEL (self));
  self->shown = TRUE;
  self->fresh = TRUE;
  gtk_widget_grab_focus (GTK_WIDGET (self->order));
  on_calm (self);
}

void
atlas_in_view_panel_leave (AtlasInViewPanel *self)
{
  g_return_if_fail (ATLAS_IS_IN_VIEW_PANEL (self));
  if (!self->shown)
    return;
  stop (self);
  atlas_map_view_set_highlight (self->map, NULL, 0);
  self->shown = FALSE;
}

void
atlas_in_view_panel_resume (AtlasInViewPanel *self)
{
  g_return_if_fail (ATLAS_IS_IN_VIEW_PANEL (self));
  show_chosen (self);
  begin_focus (self);
}

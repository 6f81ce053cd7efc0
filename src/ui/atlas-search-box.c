/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasSearchBox: an entry, and a popover with a list that never takes the keyboard.  Each change stops the search before it and
 * starts another on a worker; the list shows what is there until the next answer comes.  Main thread. */

#include "ui/atlas-search-box.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/atlas-text.h"

#define HITS_A_GROUP 5
#define LIST_WIDTH 440
#define LIST_HEIGHT 520

struct _AtlasSearchBox
{
  GtkWidget                 parent_instance;
  GtkWidget                *entry;
  GtkWidget                *popover;
  GtkWidget                *scroller;
  GtkListBox               *list;
  GtkLabel                 *nothing;       /* says that there is nothing */
  AtlasFinder              *finder;        /* (nullable) */
  GCancellable             *cancellable;   /* (nullable): of the search under way */
  GPtrArray                *items;         /* (nullable): AtlasSearchItem, beside the rows */
  const AtlasSearchCommand *commands;
  guint                     n_commands;
  double                    lon;
  double                    lat;
  gboolean                  fuzzy;
  gboolean                  take_first;    /* Return came before the answer */
};

G_DEFINE_FINAL_TYPE (AtlasSearchBox, atlas_search_box, GTK_TYPE_WIDGET)

enum
{
  PREVIEWED,
  ACTIVATED,
  GAVE_UP,
  LEFT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
get_text (AtlasSearchBox *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static AtlasSearchItem *
get_item (AtlasSearchBox *self,
          GtkListBoxRow  *row)
{
  return row != NULL && self->items != NULL ? g_ptr_array_index (self->items, gtk_list_box_row_get_index (row)) : NULL;
}

void
atlas_search_box_close (AtlasSearchBox *self)
{
  g_return_if_fail (ATLAS_IS_SEARCH_BOX (self));
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static void
activate (AtlasSearchBox  *self,
          AtlasSearchItem *item)
{
  if (item->kind == ATLAS_SEARCH_ITEM_NAME)
    {
      g_autofree char *name = g_strdup (item->title);

      gtk_editable_set_text (GTK_EDITABLE (self->entry), name);
      gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
      return;
    }
  atlas_search_box_close (self);
  g_signal_emit (self, signals[ACTIVATED], 0, item);
}

static void
on_row_activated (AtlasSearchBox *self,
                  GtkListBoxRow  *row)
{
  AtlasSearchItem *item = get_item (self, row);

  if (item != NULL)
    activate (self, item);
}

static void
add_heading (GtkListBoxRow *row,
             GtkListBoxRow *before,
             gpointer       data)
{
  AtlasSearchBox *self = data;
  const AtlasSearchItem *item = get_item (self, row), *previous = get_item (self, before);
  g_autofree char *count = NULL, *text = NULL;
  GtkWidget *label;

  if (item == NULL || (previous != NULL && g_str_equal (item->group, previous->group)))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  count = item->group_total > 0 ? atlas_text_count (item->group_total) : NULL;
  text = count != NULL ? g_strdup_printf (C_("heading and how many", "%s · %s"), item->group, count) : g_strdup (item->group);
  label = gtk_label_new (NULL);
  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "search-heading");
  gtk_list_box_row_set_header (row, label);
}

static void
show_found (AtlasSearchBox *self,
            AtlasFound     *found)
{
  g_autoptr (GPtrArray) patterns = atlas_search_new_patterns (found->query, self->fuzzy);
  GtkListBoxRow *row;

  /* Headings ask for the items of their rows. */
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_clear_pointer (&self->items, g_ptr_array_unref);
  self->items = atlas_search_items_new (found, self->commands, self->n_commands, self->lon, self->lat);
  for (guint i = 0; i < self->items->len; i++)
    gtk_list_box_append (self->list, atlas_search_row_new (g_ptr_array_index (self->items, i), patterns));
  gtk_list_box_invalidate_headers (self->list);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
  gtk_widget_set_visible (self->scroller, self->items->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->nothing), found->milestone_note != NULL
                                                          || (atlas_found_is_empty (found)
                                                              && (self->items->len == 0 || found->near_names != NULL)));
  if (found->milestone_note != NULL)
    {
      g_autofree char *note = atlas_text_show (found->milestone_note, -1, TRUE);

      gtk_label_set_text (self->nothing, note);
    }
  else if (gtk_widget_get_visible (GTK_WIDGET (self->nothing)))
    {
      g_autofree char *shown = atlas_text_show (found->query, -1, TRUE);
      g_autofree char *text = g_strdup_printf (_("Nothing is called “%s”."), shown);

      gtk_label_set_text (self->nothing, text);
    }
  gtk_popover_popup (GTK_POPOVER (self->popover));
  if (self->take_first && self->items->len > 0)
    activate (self, g_ptr_array_index (self->items, 0));
  self->take_first = FALSE;
}

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (AtlasSearchBox) self = data;
  g_autoptr (AtlasFound) found = atlas_finder_search_finish (ATLAS_FINDER (source), result, NULL);

  /* The list of a search that was overtaken is of no use. */
  if (found == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (*found->query != '\0')
    show_found (self, found);
}

static void
stop (AtlasSearchBox *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
start (AtlasSearchBox *self)
{
  const AtlasSearchOptions options = { .limit = HITS_A_GROUP, .fuzzy = self->fuzzy, .lon = self->lon, .lat = self->lat };
  g_autofree char *query = g_strstrip (g_strdup (get_text (self)));

  stop (self);
  if (self->finder == NULL)
    return;
  if (*query == '\0')
    atlas_search_box_close (self);
  self->cancellable = g_cancellable_new ();
  atlas_finder_search_async (self->finder, query, &options, self->cancellable, on_found, g_object_ref (self));
}

static void
on_changed (AtlasSearchBox *self)
{
  self->take_first = FALSE;
  start (self);
}

static void
on_entry_activate (AtlasSearchBox *self)
{
  AtlasSearchItem *item = NULL;

  if (self->cancellable != NULL)
    {
      self->take_first = TRUE;
      return;
    }
  if (!gtk_widget_get_visible (self->popover))
    {
      start (self);
      return;
    }
  item = get_item (self, gtk_list_box_get_selected_row (self->list));
  if (item == NULL && self->items != NULL && self->items->len > 0)
    item = g_ptr_array_index (self->items, 0);
  if (item != NULL)
    activate (self, item);
}

/* Brings the row into sight, its heading too. */
static void
scroll_to (AtlasSearchBox *self,
           GtkListBoxRow  *row)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  GtkWidget *header = gtk_list_box_row_get_header (row);
  graphene_rect_t box;
  double top;

  if (!gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &box))
    return;
  top = box.origin.y - (header != NULL ? gtk_widget_get_height (header) : 0);
  gtk_adjustment_clamp_page (adjustment, top, box.origin.y + box.size.height);
}

static void
choose (AtlasSearchBox *self,
        int             steps)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  const int n = self->items != NULL ? (int) self->items->len : 0;
  int index = row != NULL ? gtk_list_box_row_get_index (row) + steps : steps > 0 ? 0 : n - 1;

  if (n == 0)
    return;
  if (!gtk_widget_get_visible (self->popover))
    {
      gtk_popover_popup (GTK_POPOVER (self->popover));
      return;
    }
  index = CLAMP (index, 0, n - 1);
  row = gtk_list_box_get_row_at_index (self->list, index);
  gtk_list_box_select_row (self->list, row);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, row, -1);
  scroll_to (self, row);
  g_signal_emit (self, signals[PREVIEWED], 0, get_item (self, row));
}

static gboolean
on_key (AtlasSearchBox  *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      choose (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      choose (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
      choose (self, 5);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
      choose (self, -5);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      stop (self);
      atlas_search_box_close (self);
      g_signal_emit (self, signals[GAVE_UP], 0);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* The indexes are made while the first letters are typed. */
static void
on_enter (AtlasSearchBox *self)
{
  if (*get_text (self) == '\0')
    start (self);
}

static void
on_leave (AtlasSearchBox *self)
{
  self->take_first = FALSE;
  atlas_search_box_close (self);
  g_signal_emit (self, signals[LEFT], 0);
}

void
atlas_search_box_begin (AtlasSearchBox *self,
                        const char     *text)
{
  g_return_if_fail (ATLAS_IS_SEARCH_BOX (self));
  gtk_widget_grab_focus (self->entry);
  if (text == NULL)
    {
      gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

void
atlas_search_box_set_project (AtlasSearchBox *self,
                              AtlasProject   *project)
{
  g_return_if_fail (ATLAS_IS_SEARCH_BOX (self));
  g_clear_object (&self->finder);
  self->finder = atlas_finder_new (project);
}

void
atlas_search_box_set_commands (AtlasSearchBox           *self,
                               const AtlasSearchCommand *commands,
                               guint                     n)
{
  self->commands = commands;
  self->n_commands = n;
}

void
atlas_search_box_set_fuzzy (AtlasSearchBox *self,
                            gboolean        fuzzy)
{
  g_return_if_fail (ATLAS_IS_SEARCH_BOX (self));
  if (self->fuzzy == fuzzy)
    return;
  self->fuzzy = fuzzy;
  if (gtk_widget_get_visible (self->popover))
    start (self);
}

void
atlas_search_box_set_middle (AtlasSearchBox *self,
                             double          lon,
                             double          lat)
{
  self->lon = lon;
  self->lat = lat;
}

static void
atlas_search_box_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  AtlasSearchBox *self = ATLAS_SEARCH_BOX (widget);

  gtk_widget_size_allocate (self->entry, &(GtkAllocation){ 0, 0, width, height }, baseline);
  gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
atlas_search_box_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  AtlasSearchBox *self = ATLAS_SEARCH_BOX (widget);

  gtk_widget_measure (self->entry, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, LIST_WIDTH);
}

static void
atlas_search_box_dispose (GObject *object)
{
  AtlasSearchBox *self = ATLAS_SEARCH_BOX (object);

  stop (self);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  g_clear_object (&self->finder);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  G_OBJECT_CLASS (atlas_search_box_parent_class)->dispose (object);
}

static void
atlas_search_box_class_init (AtlasSearchBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_search_box_dispose;
  widget_class->measure = atlas_search_box_measure;
  widget_class->size_allocate = atlas_search_box_size_allocate;
  signals[PREVIEWED] = g_signal_new ("previewed", ATLAS_TYPE_SEARCH_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                     G_TYPE_POINTER);
  signals[ACTIVATED] = g_signal_new ("activated", ATLAS_TYPE_SEARCH_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                     G_TYPE_POINTER);
  signals[GAVE_UP] = g_signal_new ("gave-up", ATLAS_TYPE_SEARCH_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LEFT] = g_signal_new ("left", ATLAS_TYPE_SEARCH_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "searchbox");
}

/* The keyboard stays in the box: the switch is for the pointer, and in the menu for the keyboard. */
static GtkWidget *
build_foot (void)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *check = gtk_check_button_new_with_label (_("Near sounds: n/l, zh/z, sh/s, ch/c"));

  gtk_widget_set_focus_on_click (check, FALSE);
  gtk_widget_set_can_focus (check, FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (check), "win.search-fuzzy");
  gtk_widget_set_tooltip_text (check, _("Find names also by pinyin that sounds nearly so"));
  gtk_widget_add_css_class (foot, "search-foot");
  gtk_box_append (GTK_BOX (foot), check);
  return foot;
}

static void
build_popover (AtlasSearchBox *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->popover = gtk_popover_new ();
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_offset (GTK_POPOVER (self->popover), 0, 4);
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_widget_add_css_class (self->popover, "search-list");
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_activate_on_single_click (self->list, TRUE);
  gtk_list_box_set_header_func (self->list, add_heading, self, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What was found"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), LIST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->list));
  gtk_widget_set_size_request (self->scroller, LIST_WIDTH, -1);
  self->nothing = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->nothing, TRUE);
  gtk_label_set_wrap_mode (self->nothing, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (self->nothing, 44);
  gtk_label_set_lines (self->nothing, 3);
  gtk_label_set_ellipsize (self->nothing, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->nothing, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->nothing), "search-nothing");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->nothing));
  gtk_box_append (GTK_BOX (box), self->scroller);
  gtk_box_append (GTK_BOX (box), build_foot ());
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
}

static void
atlas_search_box_init (AtlasSearchBox *self)
{
  GtkEventController *keys = gtk_event_controller_key_new (), *focus = gtk_event_controller_focus_new ();

  self->lon = self->lat = NAN;
  self->entry = gtk_search_entry_new ();
  g_object_set (self->entry, "placeholder-text", _("Search names, pinyin, coordinates"), NULL);
  gtk_widget_set_tooltip_text (self->entry, _("Search (Ctrl+F, or just type on the map)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search"), -1);
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_entry_activate), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (on_enter), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (self->entry, focus);
  build_popover (self);
}

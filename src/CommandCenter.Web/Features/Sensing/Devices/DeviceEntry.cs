using CommandCenter.Domain.Sensing;

namespace CommandCenter.Web.Features.Sensing.Devices;

/// <summary>A checked registration: the device, and what is said of its card; what is not said stays as it is.</summary>
internal sealed record DeviceEntry(Device Device, DeviceCardDraft Card)
{
    /// <summary>The device after the registration. One that is out of use stays so.</summary>
    /// <param name="known">As it was registered before; null when it is new.</param>
    public Device Over(Device? known) => Device with
    {
        Card = Card.Over(known?.Card ?? DeviceCard.Empty).Card!,
        IsDisabled = known?.IsDisabled ?? false,
    };
}
